package dev.segue.ops.lag;

import java.util.List;

/**
 * A group and how far it is.
 *
 * @param state as Kafka calls it: {@code Stable}, {@code Empty}, ...; {@code Unknown} for one that nobody has joined yet
 * @param members consumers in it; for a stage on a share group its slots
 */
public record GroupLag(String group, GroupKind kind, String state, int members, List<PartitionLag> partitions) {
    public GroupLag {
        partitions = List.copyOf(partitions);
    }
}
