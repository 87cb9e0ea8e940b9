package dev.segue.ops.lag;

import dev.segue.ops.Readers;
import dev.segue.ops.sharegroup.OffsetRanges;
import dev.segue.stage.KafkaSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records between where a group is and the end. Offsets alone would count the markers of transactions, of which the
 * last one stays behind every idle group for ever.
 */
final class UnfinishedRecords implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    /** How much is read of each partition; of what lies further behind, offsets are counted. */
    private static final int MOST_RECORDS = 500;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Duration patience;

    UnfinishedRecords(KafkaSettings kafka, Duration patience) {
        this.consumer = Readers.sparing(kafka, "read_committed", patience);
        this.patience = patience;
    }

    /**
     * Where unfinished records of one group may lie.
     *
     * @param end excluded
     * @param undecided offsets behind the end whose transactions are still open: nobody can read them, and they are unfinished
     *     all the same, or a transaction that hangs would make the lag vanish
     * @param done offsets that are finished
     */
    record Stretch(TopicPartition partition, long from, long end, long undecided, OffsetRanges done) {}

    /**
     * What there is.
     *
     * @param exact whether every record was looked at
     */
    record Found(long records, @Nullable Instant oldest, boolean exact) {
        static final Found NOTHING = new Found(0, null, true);
    }

    /** Reads them all; several groups may read one partition. */
    Map<Stretch, Found> read(List<Stretch> stretches) {
        Map<Stretch, Found> found = new HashMap<>();
        List<Stretch> left = new ArrayList<>(stretches);
        while (!left.isEmpty()) {
            Map<TopicPartition, Walk> round = new HashMap<>();
            left.removeIf(s -> round.putIfAbsent(s.partition(), new Walk(s)) == null);
            walk(round);
            round.values().forEach(w -> found.put(w.stretch, w.found()));
        }
        return found;
    }

    private void walk(Map<TopicPartition, Walk> round) {
        // Those of earlier looks stay: an answer about a partition that was taken away is a warning in the log.
        Set<TopicPartition> assigned = new HashSet<>(consumer.assignment());
        if (assigned.addAll(round.keySet())) {
            consumer.assign(assigned);
        }
        consumer.pause(assigned);
        consumer.resume(round.keySet());
        round.forEach((partition, walk) -> consumer.seek(partition, walk.stretch.from()));
        Map<TopicPartition, Walk> left = new HashMap<>(round);
        long until = System.nanoTime() + patience.toNanos();
        while (!left.isEmpty()) {
            if (System.nanoTime() - until > 0) {
                throw new TimeoutException("records could not be read in time: "
                        + left.values().stream().map(Walk::progress).toList());
            }
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            List<TopicPartition> over = new ArrayList<>();
            left.forEach((partition, walk) -> {
                records.records(partition).forEach(walk::see);
                // The position also passes markers, which are never handed over.
                if (walk.ends(consumer.position(partition))) {
                    over.add(partition);
                }
            });
            over.forEach(left::remove);
            consumer.pause(over);
        }
    }

    /** How far one stretch is read. */
    private static final class Walk {
        private final Stretch stretch;
        private long position;
        private int seen;
        private long bytes;
        private long unfinished;
        private @Nullable Instant oldest;

        private Walk(Stretch stretch) {
            this.stretch = stretch;
            this.position = stretch.from();
        }

        private void see(ConsumerRecord<byte[], byte[]> record) {
            seen++;
            bytes += Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
            if (record.offset() >= stretch.end() || stretch.done().has(record.offset())) {
                return;
            }
            unfinished++;
            Instant written = Instant.ofEpochMilli(record.timestamp());
            // Work that was handed over or put back bears the time at which that happened, so order is no matter of
            // course.
            if (oldest == null || written.isBefore(oldest)) {
                oldest = written;
            }
        }

        private boolean ends(long reached) {
            position = reached;
            boolean enough = seen >= MOST_RECORDS || bytes >= Readers.MOST_BYTES;
            return reached >= stretch.end() || (enough && unfinished > 0);
        }

        private String progress() {
            return stretch.partition() + " at " + position + " of " + stretch.end();
        }

        private Found found() {
            long rest = Math.max(0, stretch.end() - position);
            long restDone = rest == 0 ? 0 : stretch.done().count(position, stretch.end());
            return new Found(unfinished + rest - restDone, oldest, rest == 0);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
