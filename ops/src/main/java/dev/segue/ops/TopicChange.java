package dev.segue.ops;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One difference between a cluster and {@code topics.yaml}, and what is done about it. */
public sealed interface TopicChange {
    /** What is done, for people; without a full stop, so that lists can use it. */
    String sentence();

    /** The topic does not exist. */
    record CreateTopic(String topic, int partitions, int replicationFactor, Map<String, String> configs)
            implements TopicChange {
        public CreateTopic {
            configs = Map.copyOf(configs);
        }

        @Override
        public String sentence() {
            String settings = new TreeMap<>(configs)
                    .entrySet().stream()
                            .map(e -> e.getKey() + "=" + e.getValue())
                            .collect(Collectors.joining(", "));
            return "create topic " + topic + " with " + plural(partitions, "partition") + " and "
                    + plural(replicationFactor, "replica") + " (" + settings + ")";
        }
    }

    /** The topic has fewer partitions than it is to have. */
    record AddPartitions(String topic, int from, int to) implements TopicChange {
        @Override
        public String sentence() {
            return "raise the partitions of topic " + topic + " from " + from + " to " + to;
        }
    }

    /**
     * A setting of the topic differs.
     *
     * @param from the value it has, absent when it goes with the brokers' default
     */
    record SetTopicConfig(
            String topic, String key, @Nullable String from, String to) implements TopicChange {
        @Override
        public String sentence() {
            return "set " + key + " of topic " + topic + " to " + to + was(from);
        }
    }

    /**
     * A setting of a share group differs.
     *
     * @param from the value it has, absent when it goes with the brokers' default
     */
    record SetGroupConfig(
            String group, String key, @Nullable String from, String to) implements TopicChange {
        @Override
        public String sentence() {
            return "set " + key + " of share group " + group + " to " + to + was(from);
        }
    }

    /**
     * A difference that is left alone: Kafka cannot do it, or did not let us.
     *
     * @param what the topic or share group
     * @param why why, and what can be done instead
     */
    record Refused(String what, String why) implements TopicChange {
        @Override
        public String sentence() {
            return "left " + what + " as it is: " + why;
        }
    }

    private static String was(@Nullable String value) {
        return value == null ? "" : " (was " + value + ")";
    }

    private static String plural(int count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }
}
