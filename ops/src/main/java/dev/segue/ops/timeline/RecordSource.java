package dev.segue.ops.timeline;

import dev.segue.ops.Readers;
import dev.segue.ops.RecordReader;
import dev.segue.stage.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads all partitions of all topics from where the tables end. It assigns them to itself: the tables and not the broker say how far
 * it is. It tells the broker all the same, so that whoever looks at lags sees this reader among the others.
 */
final class RecordSource implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    /** Nothing is read meanwhile. */
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(1);
    /** How soon topics and partitions that came later are read too. */
    private static final Duration REFRESH = Duration.ofSeconds(30);

    private final KafkaConsumer<@Nullable String, byte @Nullable []> consumer;
    private final RecordReader reader;
    private final TimelineSettings settings;
    private final Map<TopicPartition, Positions.Position> positions;
    private final Set<TopicPartition> assigned = new HashSet<>();
    private final Map<TopicPartition, Long> told = new HashMap<>();
    private long refreshAt;

    RecordSource(
            KafkaSettings kafka,
            RecordReader reader,
            TimelineSettings settings,
            Map<TopicPartition, Positions.Position> positions) {
        this.reader = reader;
        this.settings = settings;
        this.positions = positions;
        Map<String, Object> config = Readers.settings(kafka, "read_committed", PATIENCE);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, Timeline.GROUP);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.batchRecords());
        this.consumer = new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** The next records, none after a moment in which none came. */
    List<Projected> next() {
        if (System.nanoTime() > refreshAt || assigned.isEmpty()) {
            refresh();
        }
        List<Projected> gathered = new ArrayList<>();
        long until = 0;
        do {
            for (ConsumerRecord<@Nullable String, byte @Nullable []> record : consumer.poll(POLL)) {
                gathered.add(Projected.of(reader, record));
            }
            if (gathered.isEmpty()) {
                return gathered;
            }
            until = until == 0 ? System.nanoTime() + settings.batchWait().toNanos() : until;
        } while (gathered.size() < settings.batchRecords() && System.nanoTime() < until);
        return gathered;
    }

    private void refresh() {
        Map<String, List<PartitionInfo>> existing = consumer.listTopics(PATIENCE);
        List<TopicPartition> fresh = new ArrayList<>();
        for (String topic : reader.topics()) {
            for (PartitionInfo info : existing.getOrDefault(topic, List.of())) {
                TopicPartition partition = new TopicPartition(topic, info.partition());
                if (assigned.add(partition)) {
                    fresh.add(partition);
                }
            }
        }
        if (!fresh.isEmpty()) {
            consumer.assign(assigned);
            for (TopicPartition partition : fresh) {
                Positions.Position known = positions.get(partition);
                consumer.seek(partition, known == null ? 0 : known.next());
            }
        }
        refreshAt = System.nanoTime() + REFRESH.toNanos();
    }

    /** How far each partition is read that has moved on; beyond the last record where only marks of transactions followed it. */
    Map<TopicPartition, Long> moved() {
        Map<TopicPartition, Long> moved = new HashMap<>();
        for (TopicPartition partition : assigned) {
            long next = consumer.position(partition, PATIENCE);
            if (!Long.valueOf(next).equals(told.get(partition))) {
                moved.put(partition, next);
            }
        }
        return moved;
    }

    /**
     * Where the partitions end that are read; what is in no finished transaction yet is behind the end. Empty where one has no leader:
     * the others are read all the same.
     */
    Optional<Map<TopicPartition, Long>> ends() {
        try {
            return Optional.of(consumer.endOffsets(assigned, ENDS_WITHIN));
        } catch (TimeoutException e) {
            return Optional.empty();
        }
    }

    /** Whether everything before these offsets is read. */
    boolean hasRead(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey(), PATIENCE) >= end.getValue());
    }

    /** These are written. The broker is told, too; whether it hears does not matter. */
    void tell(Map<TopicPartition, Long> moved) {
        if (moved.isEmpty()) {
            return;
        }
        told.putAll(moved);
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        moved.forEach((partition, next) -> offsets.put(partition, new OffsetAndMetadata(next)));
        consumer.commitAsync(offsets, (done, e) -> {});
    }

    /** Ends a wait in {@link #next} from another thread. */
    void wakeUp() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
