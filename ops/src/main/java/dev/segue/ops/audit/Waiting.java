package dev.segue.ops.audit;

import dev.segue.contract.TopicCatalogue;
import dev.segue.ops.TopicScan;
import dev.segue.ops.deadletter.GroupProgress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Whether the record that a run hangs on is yet to be worked on, or is being. */
final class Waiting {
    private static final Set<String> GROUPS = Set.of("share", "streams");

    private final TopicCatalogue catalogue;
    private final GroupProgress groups;
    private final TopicScan scan;
    private final Map<String, Optional<GroupProgress.Position>> positions = new HashMap<>();
    private final Map<TopicPartition, Long> last = new HashMap<>();

    Waiting(TopicCatalogue catalogue, GroupProgress groups, TopicScan scan) {
        this.catalogue = catalogue;
        this.groups = groups;
        this.scan = scan;
    }

    /** Notes that a record lies there. */
    void saw(TopicPartition partition, long offset) {
        last.merge(partition, offset, Math::max);
    }

    boolean waits(RunFacts run) {
        return run.latest().entrySet().stream()
                .anyMatch(latest -> catalogue.topic(latest.getKey()).orElseThrow().readers().entrySet().stream()
                        .filter(reader -> GROUPS.contains(reader.getValue()))
                        .anyMatch(reader -> waits(
                                "segue-" + reader.getKey(),
                                new TopicPartition(
                                        latest.getKey(), latest.getValue().partition()),
                                latest.getValue().offset())));
    }

    private boolean waits(String group, TopicPartition partition, long offset) {
        GroupProgress.Position position = positions
                .computeIfAbsent(group + " " + partition, g -> groups.position(group, partition))
                .orElse(null);
        if (position == null) {
            return true; // the stage never came to read anything
        }
        if (position.next() > offset) {
            return false;
        }
        // On a quiet topic the start of a share group stays behind, and the marker of a last transaction is
        // acknowledged by nobody: then all is done when no more than that is left.
        long end = scan.ends(Set.of(partition.topic())).getOrDefault(partition, 0L);
        long markers = end - (last.getOrDefault(partition, offset) + 1);
        return position.unfinished().isEmpty() || position.unfinished().getAsLong() > markers;
    }
}
