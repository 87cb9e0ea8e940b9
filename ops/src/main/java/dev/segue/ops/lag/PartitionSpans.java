package dev.segue.ops.lag;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** From where to where partitions hold records. */
record PartitionSpans(Admin admin) {
    /**
     * What a partition holds.
     *
     * @param begin the first offset that is kept
     * @param readable the end for who reads committed records only; behind {@code end} while a transaction is open, and for
     *     ever where one hangs
     * @param end the end
     */
    record Span(long begin, long readable, long end) {}

    /** The spans of those that exist. */
    Map<TopicPartition, Span> look(Collection<TopicPartition> partitions) {
        Set<TopicPartition> all = Set.copyOf(partitions);
        ListOffsetsResult begins = ask(all, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
        ListOffsetsResult readable = ask(all, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
        ListOffsetsResult ends = ask(all, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
        Map<TopicPartition, Span> spans = new HashMap<>();
        for (TopicPartition p : all) {
            Answers.ofExisting(begins.partitionResult(p))
                    .map(ListOffsetsResultInfo::offset)
                    .ifPresent(begin -> {
                        long end = Answers.of(ends.partitionResult(p)).offset();
                        long committed = Answers.of(readable.partitionResult(p)).offset();
                        // Asked for separately, so that either may be the newer answer.
                        spans.put(p, new Span(begin, committed, Math.max(end, committed)));
                    });
        }
        return spans;
    }

    private ListOffsetsResult ask(Set<TopicPartition> partitions, OffsetSpec which, IsolationLevel isolation) {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        partitions.forEach(p -> wanted.put(p, which));
        return admin.listOffsets(wanted, new ListOffsetsOptions(isolation));
    }
}
