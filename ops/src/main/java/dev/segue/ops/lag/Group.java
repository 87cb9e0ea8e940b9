package dev.segue.ops.lag;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A group as Kafka tells of it.
 *
 * @param positions where it is; partitions that it has never read are missing
 */
record Group(String id, GroupKind kind, String state, int members, Map<TopicPartition, Position> positions) {
    /**
     * Where a group is on a partition.
     *
     * @param next everything before this offset is finished
     * @param told offsets that the broker says are unfinished, markers of transactions included; absent for other kinds than share
     */
    record Position(long next, @Nullable Long told) {}
}
