package dev.segue.ops.deadletter;

import dev.segue.ops.ClusterUnavailableException;
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

/** How far a group is, be it a share group or one with committed offsets. */
public final class GroupProgress implements AutoCloseable {
    private final Admin admin;
    private final Map<String, Boolean> shares = new HashMap<>();

    /** Asks the cluster. */
    public GroupProgress(KafkaSettings kafka) {
        Map<String, Object> config = kafka.client();
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 15_000);
        admin = Admin.create(config);
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
        admin.close(Duration.ZERO);
    }
}
