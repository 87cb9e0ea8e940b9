package dev.segue.ops.lag;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * One look at the cluster.
 *
 * @param at when it was
 * @param groups by name
 * @param ends of the partitions that the groups read
 */
public record LagReport(Instant at, List<GroupLag> groups, Map<TopicPartition, Long> ends) {
    public LagReport {
        groups = List.copyOf(groups);
        ends = Map.copyOf(ends);
    }
}
