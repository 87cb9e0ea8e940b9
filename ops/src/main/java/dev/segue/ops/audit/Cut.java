package dev.segue.ops.audit;

import dev.segue.contract.EventType;
import dev.segue.contract.TopicCatalogue;
import dev.segue.ops.TopicScan;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * All topics as they were at one moment, in this sense: for every record that is in, those that it stands on are in as well. So a
 * running pipeline shows no gap that is none. To that end the ends of effects are asked before those of their causes.
 */
final class Cut {
    static final String ENCODE_QUEUE = "encode-queue";

    private static final List<String> EFFECTS_FIRST = List.of(
            EventType.PUBLISHED.topic(),
            EventType.REJECTED.topic(),
            EventType.RENDITION_COMPLETE.topic(),
            EventType.QUALITY_MEASURED.topic(),
            EventType.QUALITY_REQUESTED.topic(),
            EventType.SEGMENT_ENCODED.topic(),
            ENCODE_QUEUE,
            EventType.FORECAST.topic(),
            EventType.SEGMENTS_READY.topic(),
            EventType.PROBED.topic(),
            EventType.SCANNED.topic(),
            EventType.UPLOAD_COMPLETE.topic(),
            EventType.CANCEL.topic());

    private final TopicScan scan;
    private final Duration retention;
    private final Map<TopicPartition, Long> begins;
    private final Map<TopicPartition, Long> ends = new HashMap<>();

    Cut(TopicScan scan, TopicCatalogue catalogue) {
        this.scan = scan;
        EFFECTS_FIRST.forEach(topic -> ends.putAll(scan.ends(List.of(topic))));
        begins = scan.begins(EFFECTS_FIRST);
        retention = catalogue.wanted().stream()
                .filter(t -> EFFECTS_FIRST.contains(t.name()) && !t.name().equals(EventType.FORECAST.topic()))
                .map(t -> Duration.ofMillis(
                        Long.parseLong(t.configs().getOrDefault("retention.ms", String.valueOf(Long.MAX_VALUE)))))
                .min(Duration::compareTo)
                .orElseThrow();
    }

    /** Everything but the renditions, which are long and need not be held. */
    void facts(Consumer<ConsumerRecord<byte[], byte @Nullable []>> listener) {
        EFFECTS_FIRST.stream()
                .filter(t -> !t.equals(EventType.RENDITION_COMPLETE.topic()))
                .forEach(topic -> records(topic, listener));
    }

    void renditions(Consumer<ConsumerRecord<byte[], byte @Nullable []>> listener) {
        records(EventType.RENDITION_COMPLETE.topic(), listener);
    }

    private void records(String topic, Consumer<ConsumerRecord<byte[], byte @Nullable []>> listener) {
        scan.between(of(begins, topic), of(ends, topic), listener);
    }

    private static Map<TopicPartition, Long> of(Map<TopicPartition, Long> offsets, String topic) {
        Map<TopicPartition, Long> own = new HashMap<>(offsets);
        own.keySet().removeIf(p -> !p.topic().equals(topic));
        return own;
    }

    /** At most how many films were uploaded, as far as the topic still tells. */
    long uploads() {
        return List.of(EventType.UPLOAD_COMPLETE, EventType.PUBLISHED).stream()
                .mapToLong(type -> of(ends, type.topic()).entrySet().stream()
                        .mapToLong(end -> end.getValue() - begins.getOrDefault(end.getKey(), 0L))
                        .sum())
                .max()
                .orElse(0);
    }

    /** Whether records have been removed from any topic of facts, by retention or by people. */
    boolean truncated() {
        return begins.entrySet().stream()
                .anyMatch(b -> b.getValue() > 0 && !b.getKey().topic().equals(EventType.FORECAST.topic()));
    }

    /** How long the facts of a run are kept at least. */
    Duration retention() {
        return retention;
    }
}
