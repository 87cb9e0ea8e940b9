package dev.segue.ops.deadletter;

import dev.segue.ops.ClusterUnavailableException;
import dev.segue.ops.sharegroup.ShareStates;
import dev.segue.stage.KafkaSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** How far a group is, be it a share group or one with committed offsets. */
public final class GroupProgress implements AutoCloseable {
    private final Admin admin;
    private final ShareStates states;
    private final Map<String, Boolean> shares = new HashMap<>();
    private final Map<String, Uuid> topicIds = new HashMap<>();

    /** Asks the cluster. */
    public GroupProgress(KafkaSettings kafka) {
        Map<String, Object> config = kafka.client();
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 15_000);
        admin = Admin.create(config);
        states = new ShareStates(kafka, Duration.ofSeconds(15));
    }

    /**
     * How far a group is on a partition.
     *
     * @param next everything before this offset is done; of a share group as it was at the last acknowledgement but one
     * @param unfinished offsets from {@code next} on that are not done, markers of transactions included; absent where the group
     *     does not tell
     */
    public record Position(long next, OptionalLong unfinished) {}

    /** Where the group is, empty as long as it has done nothing. */
    public Optional<Position> position(String group, TopicPartition partition) {
        if (isShare(group)) {
            Map<TopicPartition, SharePartitionOffsetInfo> offsets =
                    asked(() -> admin.listShareGroupOffsets(Map.of(group, new ListShareGroupOffsetsSpec()))
                            .partitionsToOffsetInfo(group)
                            .get());
            return Optional.ofNullable(offsets.get(partition))
                    .map(info -> new Position(
                            info.startOffset(), info.lag().map(OptionalLong::of).orElse(OptionalLong.empty())));
        }
        Map<TopicPartition, OffsetAndMetadata> committed = asked(() -> admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get());
        return Optional.ofNullable(committed.get(partition))
                .map(offset -> new Position(offset.offset(), OptionalLong.empty()));
    }

    /**
     * Whether a share group has finished a record; empty for other groups, and where the brokers do not let us see it. Their numbers do
     * not tell it: a record that runs while an idle worker has read past the marker behind it looks like one that is done
     * while its marker was not read (decision 0022).
     */
    Optional<Boolean> finished(String group, TopicPartition partition, long offset) {
        if (!isShare(group) || !states.refresh()) {
            return Optional.empty();
        }
        Uuid topic = topicIds.computeIfAbsent(partition.topic(), this::topicId);
        return Optional.of(states.finished(group, topic, partition.partition(), offset));
    }

    private Uuid topicId(String topic) {
        return asked(() -> admin.describeTopics(List.of(topic)).allTopicNames().get()).values().stream()
                .map(TopicDescription::topicId)
                .findFirst()
                .orElseThrow();
    }

    private long lag(String group, TopicPartition partition) {
        Position position = position(group, partition).orElse(null);
        if (position == null) {
            return 0;
        }
        if (position.unfinished().isPresent()) {
            return position.unfinished().getAsLong();
        }
        long end = asked(() -> admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                .partitionResult(partition)
                .get()
                .offset());
        return Math.max(0, end - position.next());
    }

    private boolean isShare(String group) {
        Boolean known = shares.get(group);
        if (known == null) {
            known = asked(() -> admin.listGroups().all().get()).stream()
                    .filter(g -> g.groupId().equals(group))
                    .anyMatch(g -> g.type()
                            .map(t -> t.toString().equalsIgnoreCase("share"))
                            .orElse(false));
            shares.put(group, known);
        }
        return known;
    }

    /** The most that the group is behind on any partition of the topic. */
    public long lag(String group, String topic) {
        Map<String, TopicDescription> topics =
                asked(() -> admin.describeTopics(List.of(topic)).allTopicNames().get());
        return topics.values().stream()
                .flatMap(t -> t.partitions().stream())
                .mapToLong(p -> lag(group, new TopicPartition(topic, p.partition())))
                .max()
                .orElse(0);
    }

    private interface Question<T> {
        T ask() throws InterruptedException, ExecutionException;
    }

    private static <T> T asked(Question<T> question) {
        try {
            return question.ask();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterUnavailableException("interrupted while Kafka was asked for a group", e);
        } catch (ExecutionException | KafkaException e) {
            throw new ClusterUnavailableException("Kafka does not tell how far a group is: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        states.close();
        admin.close(Duration.ZERO);
    }
}
