package dev.segue.ops.retry;

import dev.segue.contract.Envelope;
import dev.segue.contract.EventCodec;
import dev.segue.contract.EventType;
import dev.segue.contract.TopicCatalogue;
import dev.segue.ops.EventRecord;
import dev.segue.ops.RecordReader;
import dev.segue.ops.TopicScan;
import dev.segue.ops.deadletter.LetterId;
import dev.segue.ops.deadletter.SettledLetters;
import dev.segue.stage.HeaderTexts;
import dev.segue.stage.KafkaSettings;
import dev.segue.stage.TransientFailure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what is known of one video: from the timeline, and from Kafka what the timeline has not read yet. Without a timeline, Kafka's
 * partitions that hold the video are read from their beginning.
 */
final class HistoryReader {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryReader.class);
    private static final String UNITS = EventType.SEGMENTS_READY.topic();

    /** What tells of the beginning or the end of a run. */
    private static final List<String> TELLING = Stream.of(
                    EventType.UPLOAD_COMPLETE,
                    EventType.SCANNED,
                    EventType.PROBED,
                    EventType.SEGMENTS_READY,
                    EventType.PUBLISHED,
                    EventType.REJECTED,
                    EventType.CANCEL)
            .map(EventType::topic)
            .toList();

    private final KafkaSettings kafka;
    private final RecordReader reader;
    private final List<String> topics;
    private final Set<String> deadLetters;
    private final @Nullable KeptEvents kept;

    /** @param kept absent where there is no timeline */
    HistoryReader(KafkaSettings kafka, TopicCatalogue catalogue, EventCodec codec, @Nullable KeptEvents kept) {
        this.kafka = kafka;
        this.kept = kept;
        this.reader = new RecordReader(catalogue, codec);
        this.deadLetters = catalogue.topics().stream()
                .map(TopicCatalogue.Topic::deadLetter)
                .flatMap(Stream::ofNullable)
                .collect(Collectors.toSet());
        this.topics = new ArrayList<>(TELLING);
        this.topics.addAll(deadLetters);
    }

    /** @param units whether each unit is wanted, too, which the timeline does not keep whole */
    VideoHistory read(String videoId, boolean units) {
        VideoHistory history = new VideoHistory();
        Map<TopicPartition, Long> told = told(videoId, history);
        try (TopicScan scan = new TopicScan(kafka)) {
            Map<TopicPartition, Long> begin = scan.begins(topics);
            Map<String, Integer> partitions = new HashMap<>();
            begin.keySet().forEach(p -> partitions.merge(p.topic(), 1, Integer::sum));
            byte[] key = videoId.getBytes(StandardCharsets.UTF_8);
            begin.keySet()
                    .removeIf(p -> !deadLetters.contains(p.topic())
                            && p.partition()
                                    != BuiltInPartitioner.partitionForKey(key, partitions.getOrDefault(p.topic(), 1)));
            begin.replaceAll((partition, first) -> units && partition.topic().equals(UNITS)
                    ? first
                    : Math.max(first, told.getOrDefault(partition, first)));
            // Not only to where all transactions are ended: a retry of another video may have been killed within
            // one, and behind it lies what the latest retry of this one has committed.
            scan.throughOpenTransactions(begin, record -> hear(history, videoId, record));
            if (!history.letters().isEmpty()) {
                SettledLetters settled = SettledLetters.read(scan);
                history.letters().stream().filter(settled::isPutBack).forEach(history::putBack);
            }
        }
        return history;
    }

    /** Up to where the timeline has told; it is no reason not to answer when it is away. */
    private Map<TopicPartition, Long> told(String videoId, VideoHistory history) {
        if (kept == null) {
            return Map.of();
        }
        try {
            return kept.tell(videoId, history);
        } catch (TransientFailure e) {
            LOG.atWarn()
                    .addKeyValue("error", e.getMessage())
                    .log("the timeline cannot be asked; Kafka is read from its beginning instead");
            return Map.of();
        }
    }

    private void hear(VideoHistory history, String videoId, ConsumerRecord<byte[], byte @Nullable []> record) {
        Map<String, String> headers = HeaderTexts.of(record.headers());
        String key = record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8);
        String subject = headers.getOrDefault(Envelope.SUBJECT, key == null ? "" : key);
        // Looked at before the value is: most records are of other videos. One that names its video nowhere but
        // in there is found through what the scanner made of it.
        if (!subject.equals(videoId)) {
            return;
        }
        ConsumerRecord<@Nullable String, byte @Nullable []> named = new ConsumerRecord<>(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.timestampType(),
                record.serializedKeySize(),
                record.serializedValueSize(),
                key,
                record.value(),
                record.headers(),
                record.leaderEpoch());
        reader.read(named).ifPresent(heard -> {
            switch (heard) {
                case EventRecord.Stated s -> history.hear(s.event(), headers.get(Envelope.TRACEPARENT));
                // What cannot be read came from outside, as the first run's does.
                case EventRecord.DeadLetter d ->
                    history.died(d.event() == null ? 1 : d.event().generation(), LetterId.of(record));
            }
        });
    }
}
