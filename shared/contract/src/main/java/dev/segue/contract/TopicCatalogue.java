package dev.segue.contract;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code topics.yaml}: every topic with its writer, readers and settings, and the share groups with theirs.
 *
 * @param topics the topics that stages use, without their dead-letter topics
 * @param tools the topics in which those who operate the pipeline keep what they did
 * @param shareGroups names of the share groups to their group configs
 */
public record TopicCatalogue(
        Defaults defaults, List<Topic> topics, List<Tool> tools, Map<String, Map<String, String>> shareGroups) {
    public TopicCatalogue {
        topics = List.copyOf(topics);
        tools = List.copyOf(tools);
        shareGroups = Map.copyOf(shareGroups);
    }

    /** Settings of topics that name none. */
    public record Defaults(
            int replicationFactor, Period retention, String cleanup, long maxMessageBytes, DeadLetter deadLetter) {
        public Defaults {
            inDays(retention);
        }
    }

    /** Settings of dead-letter topics. */
    public record DeadLetter(int partitions, Period retention, long maxMessageBytes) {
        public DeadLetter {
            inDays(retention);
        }
    }

    /**
     * A topic.
     *
     * @param event the {@code ce_type} of its records
     * @param readers who reads it and how: {@code share}, {@code streams} or {@code any}
     * @param deadLetter the topic that takes records which cannot be worked on
     */
    public record Topic(
            String name,
            @Nullable String kind,
            String event,
            String key,
            String writer,
            Map<String, String> readers,
            int partitions,
            @Nullable Period retention,
            @Nullable String cleanup,
            @Nullable String deadLetter) {
        public Topic {
            Require.text("name", name);
            Require.atLeast("partitions", partitions, 1);
            readers = Map.copyOf(readers);
            if (retention != null) {
                inDays(retention);
            }
        }
    }

    /**
     * A topic of one partition that no stage reads or writes.
     *
     * @param cleanup that of other topics where it is absent
     * @param maxMessageBytes that of other topics where it is absent
     */
    public record Tool(
            String name,
            Period retention,
            @Nullable String cleanup,
            @Nullable Long maxMessageBytes) {
        public Tool {
            Require.text("name", name);
            inDays(retention);
        }
    }

    /** A topic as a broker is to have it. */
    public record Wanted(String name, int partitions, Map<String, String> configs) {}

    /** The catalogue that this build carries. */
    public static TopicCatalogue builtIn() {
        try (InputStream in = TopicCatalogue.class.getResourceAsStream("/topics.yaml")) {
            if (in == null) {
                throw new IllegalStateException("topics.yaml is missing from the class path");
            }
            return read(in);
        } catch (IOException e) {
            throw new UncheckedIOException("topics.yaml cannot be read", e);
        }
    }

    /** Reads a catalogue; an unknown key is an error, since it would be a setting that silently does nothing. */
    public static TopicCatalogue read(InputStream in) throws IOException {
        JsonMapper json = JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
        Listed listed = json.treeToValue(new YAMLMapper().readTree(in), Listed.class);
        Map<String, Map<String, String>> shareGroups = new TreeMap<>();
        Groups groups = listed.shareGroups();
        groups.groups().forEach(g -> shareGroups.put(g, Map.copyOf(groups.defaults())));
        return new TopicCatalogue(listed.defaults(), listed.topics(), listed.tools(), shareGroups);
    }

    private record Listed(Defaults defaults, List<Topic> topics, List<Tool> tools, Groups shareGroups) {}

    private record Groups(Map<String, String> defaults, List<String> groups) {}

    /** The topic of that name. */
    public Optional<Topic> topic(String name) {
        return topics.stream().filter(t -> t.name().equals(name)).findFirst();
    }

    /** Every topic that must exist on a broker, dead-letter topics included. */
    public List<Wanted> wanted() {
        List<Wanted> all = new ArrayList<>();
        for (Topic t : topics) {
            String cleanup = t.cleanup() == null ? defaults.cleanup() : t.cleanup();
            Period retention = t.retention() == null ? defaults.retention() : t.retention();
            all.add(new Wanted(t.name(), t.partitions(), configs(cleanup, retention, defaults.maxMessageBytes())));
            if (t.deadLetter() != null) {
                DeadLetter dlq = defaults.deadLetter();
                all.add(new Wanted(
                        t.deadLetter(), dlq.partitions(), configs("delete", dlq.retention(), dlq.maxMessageBytes())));
            }
        }
        for (Tool tool : tools) {
            long most = tool.maxMessageBytes() == null ? defaults.maxMessageBytes() : tool.maxMessageBytes();
            String cleanup = tool.cleanup() == null ? defaults.cleanup() : tool.cleanup();
            all.add(new Wanted(tool.name(), 1, configs(cleanup, tool.retention(), most)));
        }
        return List.copyOf(all);
    }

    /** A month has no fixed length in milliseconds; taken for 0 days it would have a broker delete everything. */
    private static void inDays(Period retention) {
        if (retention.toTotalMonths() != 0 || retention.getDays() < 1) {
            throw new IllegalArgumentException("retention must be in days, like P14D, but is " + retention);
        }
    }

    private static Map<String, String> configs(String cleanup, Period retention, long maxMessageBytes) {
        return Map.of(
                "cleanup.policy", cleanup,
                "retention.ms", String.valueOf(retention.getDays() * 86_400_000L),
                "max.message.bytes", String.valueOf(maxMessageBytes));
    }
}
