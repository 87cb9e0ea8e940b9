package dev.segue.ops.lag;

import dev.segue.contract.TopicCatalogue;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The groups that must read a topic according to {@code topics.yaml}. One of them that has read nothing yet, or does not even exist,
 * is behind by all that lies there, which no request to Kafka would tell.
 */
record ExpectedGroups(Map<String, Expected> byGroup) {
    /** How a group reads, and what. */
    record Expected(GroupKind kind, Set<String> topics) {}

    static ExpectedGroups of(TopicCatalogue catalogue) {
        Map<String, Expected> groups = new TreeMap<>();
        for (TopicCatalogue.Topic topic : catalogue.topics()) {
            topic.readers().forEach((reader, how) -> {
                GroupKind kind =
                        switch (how) {
                            case "share" -> GroupKind.SHARE;
                            case "streams" -> GroupKind.STREAMS;
                            default -> null; // reads for itself, without a group
                        };
                if (kind != null) {
                    groups.computeIfAbsent("segue-" + reader, g -> new Expected(kind, new TreeSet<>()))
                            .topics()
                            .add(topic.name());
                }
            });
        }
        return new ExpectedGroups(groups);
    }

    Set<String> topics(String group) {
        Expected expected = byGroup.get(group);
        return expected == null ? Set.of() : expected.topics();
    }
}
