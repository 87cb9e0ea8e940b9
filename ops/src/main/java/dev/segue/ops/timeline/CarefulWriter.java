package dev.segue.ops.timeline;

import dev.segue.stage.postgres.Database;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes batches, and leaves out what can never be written. Not for several threads. */
final class CarefulWriter {
    private static final Logger LOG = LoggerFactory.getLogger(CarefulWriter.class);
    private static final int LONGEST_REASON = 200;

    private final TimelineMetrics metrics;
    /** After a batch that could not be written: so many records go in one at a time. */
    private int single;

    CarefulWriter(TimelineMetrics metrics) {
        this.metrics = metrics;
    }

    /**
     * A record that cannot be written, for a reason that will not pass, must not hold up all that follows: the batch is read again,
     * and written record by record, leaving out those.
     */
    boolean write(Handle handle, BatchWriter writer, List<Projected> batch, Map<TopicPartition, Long> moved) {
        if (single == 0) {
            try {
                return writer.write(handle, batch, moved);
            } catch (RuntimeException e) {
                single = ofTheRecord(e) ? batch.size() : 0;
                throw e;
            }
        }
        for (Projected record : batch) {
            single = Math.max(0, single - 1);
            try {
                if (!writer.write(handle, List.of(record), Map.of(record.partition(), record.offset() + 1))) {
                    return false;
                }
            } catch (RuntimeException e) {
                if (!ofTheRecord(e)) {
                    throw e;
                }
                LOG.atError()
                        .addKeyValue("error", reason(e))
                        .addKeyValue("topic", record.partition().topic())
                        .addKeyValue("partition", record.partition().partition())
                        .addKeyValue("offset", record.offset())
                        .log("the timeline leaves out a record that cannot be written");
                metrics.leftOut();
            }
        }
        return writer.write(handle, List.of(), moved);
    }

    private static boolean ofTheRecord(RuntimeException e) {
        return !(e instanceof KafkaException) && !Database.passes(e);
    }

    /** What is at the bottom of it and no more: on the way up, drivers add statements with all that was to be written. */
    static String reason(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String text = root.getClass().getSimpleName() + ": " + root.getMessage();
        return text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON);
    }
}
