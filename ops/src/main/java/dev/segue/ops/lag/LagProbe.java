package dev.segue.ops.lag;

import dev.segue.contract.TopicCatalogue;
import dev.segue.ops.ClusterUnavailableException;
import dev.segue.ops.lag.PartitionSpans.Span;
import dev.segue.ops.lag.UnfinishedRecords.Found;
import dev.segue.ops.lag.UnfinishedRecords.Stretch;
import dev.segue.ops.sharegroup.OffsetRanges;
import dev.segue.ops.sharegroup.ShareStates;
import dev.segue.stage.KafkaSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Looks at how far the groups of a cluster are. A few requests, and of each partition with unfinished records the oldest 256 KiB at
 * most. For one thread at a time.
 */
public final class LagProbe implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Span NOWHERE = new Span(0, 0, 0);

    private final KafkaSettings kafka;
    private final Admin admin;
    private final ExpectedGroups expected;
    private final GroupPositions positions;
    private final ShareStates states;
    private final UnfinishedRecords records;
    private final PartitionSpans spans;
    private final Clock clock;

    /**
     * @param catalogue tells which groups there must be
     * @param groups names of further groups to look at
     */
    public LagProbe(KafkaSettings kafka, TopicCatalogue catalogue, Pattern groups, Clock clock) {
        this(kafka, catalogue, groups, clock, ShareStates.TOPIC);
    }

    LagProbe(KafkaSettings kafka, TopicCatalogue catalogue, Pattern groups, Clock clock, String stateTopic) {
        this.kafka = kafka;
        this.clock = clock;
        Map<String, Object> config = kafka.client();
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 3_000);
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        expected = ExpectedGroups.of(catalogue);
        try {
            admin = Admin.create(config);
            states = new ShareStates(kafka, PATIENCE, stateTopic);
            records = new UnfinishedRecords(kafka, PATIENCE);
        } catch (KafkaException e) {
            throw ClusterUnavailableException.of(kafka, e);
        }
        positions = new GroupPositions(admin, expected, groups);
        spans = new PartitionSpans(admin);
    }

    /**
     * Looks once.
     *
     * @throws ClusterUnavailableException when Kafka does not answer
     */
    public LagReport look() {
        try {
            return asked();
        } catch (KafkaException e) {
            throw ClusterUnavailableException.of(kafka, e);
        }
    }

    private LagReport asked() {
        List<Group> groups = positions.look();
        Map<String, TopicDescription> topics = topics(groups);
        Set<TopicPartition> partitions = new HashSet<>();
        groups.forEach(g -> partitions.addAll(reads(g, topics)));
        // After the positions: what is written in between counts as unfinished, never as less than nothing.
        Map<TopicPartition, Span> all = spans.look(partitions);
        boolean seen = states.refresh();
        List<Reading> readings = groups.stream()
                .map(g -> new Reading(
                        g,
                        reads(g, topics).stream()
                                .filter(all::containsKey)
                                .map(p -> stretch(g, p, topics, all.getOrDefault(p, NOWHERE)))
                                .toList()))
                .toList();
        Map<Stretch, Found> found = records.read(readings.stream()
                .flatMap(r -> r.stretches().stream())
                .filter(s -> s.from() < s.end())
                .toList());
        Map<TopicPartition, Long> ends = new HashMap<>();
        all.forEach((partition, span) -> ends.put(partition, span.end()));
        return new LagReport(
                clock.instant(),
                readings.stream()
                        .map(r -> r.lag(found, seen))
                        .sorted(Comparator.comparing(GroupLag::group))
                        .toList(),
                ends);
    }

    /** What is to be looked at for a group. */
    private record Reading(Group group, List<Stretch> stretches) {
        /** @param seen whether it was seen which records of share groups are finished */
        GroupLag lag(Map<Stretch, Found> found, boolean seen) {
            return new GroupLag(
                    group.id(),
                    group.kind(),
                    group.state(),
                    group.members(),
                    stretches.stream()
                            .map(s -> lag(s, found.getOrDefault(s, Found.NOTHING), seen))
                            .sorted(Comparator.comparing(PartitionLag::topic).thenComparing(PartitionLag::partition))
                            .toList());
        }

        private PartitionLag lag(Stretch stretch, Found found, boolean seen) {
            TopicPartition partition = stretch.partition();
            Group.Position position = group.positions().get(partition);
            Long told = position == null || seen ? null : position.told();
            if (told == null) {
                boolean exact = found.exact() && (seen || group.kind() != GroupKind.SHARE || position == null);
                return lag(stretch, found.records() + stretch.undecided(), found.oldest(), exact);
            }
            return lag(stretch, Math.min(found.records(), told), told == 0 ? null : found.oldest(), told == 0);
        }

        private static PartitionLag lag(Stretch stretch, long records, @Nullable Instant oldest, boolean exact) {
            TopicPartition partition = stretch.partition();
            return new PartitionLag(partition.topic(), partition.partition(), stretch.from(), records, oldest, exact);
        }
    }

    /** What the group reads: all that it must, and what it has read. */
    private Set<TopicPartition> reads(Group group, Map<String, TopicDescription> topics) {
        Set<TopicPartition> partitions = new HashSet<>(group.positions().keySet());
        for (String topic : expected.topics(group.id())) {
            TopicDescription description = topics.get(topic);
            if (description != null) {
                description.partitions().forEach(p -> partitions.add(new TopicPartition(topic, p.partition())));
            }
        }
        partitions.removeIf(p -> !topics.containsKey(p.topic()));
        return partitions;
    }

    private Map<String, TopicDescription> topics(List<Group> groups) {
        Set<String> names = new TreeSet<>();
        for (Group group : groups) {
            names.addAll(expected.topics(group.id()));
            group.positions().keySet().forEach(p -> names.add(p.topic()));
        }
        return Answers.ofExisting(admin.describeTopics(names).topicNameValues());
    }

    private Stretch stretch(Group group, TopicPartition partition, Map<String, TopicDescription> topics, Span span) {
        Group.Position position = group.positions().get(partition);
        // Who has never read begins with what is kept: so are all our groups set.
        long from = position == null ? span.begin() : Math.max(span.begin(), position.next());
        OffsetRanges done = new OffsetRanges();
        TopicDescription topic = topics.get(partition.topic());
        if (group.kind() == GroupKind.SHARE && topic != null) {
            from = Math.max(from, states.start(group.id(), topic.topicId(), partition.partition()));
            done = states.done(group.id(), topic.topicId(), partition.partition());
        }
        long readable = Math.max(from, span.readable());
        return new Stretch(partition, from, readable, Math.max(0, span.end() - readable), done);
    }

    @Override
    public void close() {
        records.close();
        states.close();
        admin.close(Duration.ZERO);
    }
}
