package dev.segue.ops;

import dev.segue.contract.TopicCatalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Compares what a cluster has with what the catalogue wants. */
final class TopicDiff {
    private TopicDiff() {}

    static List<TopicChange> between(TopicCatalogue catalogue, int replicationFactor, ClusterTopics cluster) {
        List<TopicChange> changes = new ArrayList<>();
        for (TopicCatalogue.Wanted wanted : catalogue.wanted()) {
            ClusterTopics.Existing existing = cluster.topics().get(wanted.name());
            if (existing == null) {
                changes.add(new TopicChange.CreateTopic(
                        wanted.name(), wanted.partitions(), replicationFactor, wanted.configs()));
            } else {
                compare(wanted, replicationFactor, existing, changes);
            }
        }
        new TreeMap<>(catalogue.shareGroups()).forEach((group, configs) -> {
            Map<String, String> inForce = cluster.groups().getOrDefault(group, Map.of());
            new TreeMap<>(configs).forEach((key, to) -> {
                String from = inForce.get(key);
                if (!to.equals(from)) {
                    changes.add(new TopicChange.SetGroupConfig(group, key, from, to));
                }
            });
        });
        return List.copyOf(changes);
    }

    private static void compare(
            TopicCatalogue.Wanted wanted,
            int replicationFactor,
            ClusterTopics.Existing existing,
            List<TopicChange> changes) {
        String name = wanted.name();
        if (existing.partitions() < wanted.partitions()) {
            changes.add(new TopicChange.AddPartitions(name, existing.partitions(), wanted.partitions()));
        } else if (existing.partitions() > wanted.partitions()) {
            changes.add(
                    new TopicChange.Refused(
                            "topic " + name,
                            "it has " + existing.partitions() + " partitions where " + wanted.partitions()
                                    + " are wanted, and Kafka cannot take partitions away; let it run empty and create it anew"));
        }
        if (existing.replicationFactor() < replicationFactor) {
            changes.add(new TopicChange.Refused(
                    "topic " + name,
                    "it has " + existing.replicationFactor() + " replicas where " + replicationFactor
                            + " are wanted; kafka-reassign-partitions adds them"));
        }
        new TreeMap<>(wanted.configs()).forEach((key, to) -> {
            String from = existing.configs().get(key);
            if (!to.equals(from)) {
                changes.add(new TopicChange.SetTopicConfig(name, key, from, to));
            }
        });
    }
}
