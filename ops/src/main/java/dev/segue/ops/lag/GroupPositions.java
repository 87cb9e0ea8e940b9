package dev.segue.ops.lag;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsResult;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListStreamsGroupOffsetsResult;
import org.apache.kafka.clients.admin.ListStreamsGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Asks Kafka which groups there are, who is in them, and how far they are. */
final class GroupPositions {
    /** The assignor by which a Kafka Streams application of the classic protocol is known. */
    private static final String STREAMS_ASSIGNOR = "stream";

    private final Admin admin;
    private final ExpectedGroups expected;
    private final Pattern wanted;
    private final Set<String> streamsSeen = new HashSet<>();

    /** @param wanted names of groups to look at beside those that are expected */
    GroupPositions(Admin admin, ExpectedGroups expected, Pattern wanted) {
        this.admin = admin;
        this.expected = expected;
        this.wanted = wanted;
    }

    /** All that are wanted, by name; those that are expected are there even if nobody has ever joined them. */
    List<Group> look() {
        Map<String, GroupListing> listed = Answers.of(admin.listGroups().all()).stream()
                .filter(g -> wanted.matcher(g.groupId()).matches()
                        || expected.byGroup().containsKey(g.groupId()))
                .collect(Collectors.toMap(GroupListing::groupId, Function.identity()));
        List<Group> groups = new ArrayList<>(shares(listed));
        groups.addAll(streams(listed));
        groups.addAll(consumers(listed));
        expected.byGroup().forEach((id, e) -> {
            if (!listed.containsKey(id)) {
                groups.add(new Group(id, e.kind(), "Unknown", 0, Map.of()));
            }
        });
        return groups;
    }

    private List<Group> shares(Map<String, GroupListing> listed) {
        List<String> ids = ofType(listed, GroupType.SHARE);
        if (ids.isEmpty()) {
            return List.of();
        }
        Map<String, Integer> members = counted(admin.describeShareGroups(ids).describedGroups(), d -> d.members()
                .size());
        ListShareGroupOffsetsResult offsets = admin.listShareGroupOffsets(specs(ids, new ListShareGroupOffsetsSpec()));
        return ids.stream()
                .map(id -> {
                    Map<TopicPartition, Group.Position> positions = new HashMap<>();
                    Answers.ofExisting(offsets.partitionsToOffsetInfo(id))
                            .orElse(Map.of())
                            .forEach((p, info) -> {
                                // Null until the group's first acknowledgement.
                                if (info != null && info.startOffset() >= 0) {
                                    positions.put(
                                            p,
                                            new Group.Position(
                                                    info.startOffset(),
                                                    info.lag().orElse(null)));
                                }
                            });
                    return group(listed, id, GroupKind.SHARE, members, positions);
                })
                .toList();
    }

    private List<Group> streams(Map<String, GroupListing> listed) {
        List<String> ids = ofType(listed, GroupType.STREAMS);
        if (ids.isEmpty()) {
            return List.of();
        }
        Map<String, Integer> members = counted(admin.describeStreamsGroups(ids).describedGroups(), d -> d.members()
                .size());
        ListStreamsGroupOffsetsResult offsets =
                admin.listStreamsGroupOffsets(specs(ids, new ListStreamsGroupOffsetsSpec()));
        return ids.stream()
                .map(id -> group(
                        listed,
                        id,
                        GroupKind.STREAMS,
                        members,
                        positions(Answers.ofExisting(offsets.partitionsToOffsetAndMetadata(id)))))
                .toList();
    }

    private List<Group> consumers(Map<String, GroupListing> listed) {
        List<String> ids = new ArrayList<>(ofType(listed, GroupType.CONSUMER));
        // Other protocols, such as Kafka Connect's workers, read nothing by themselves.
        listed.values().stream()
                .filter(g -> g.type().orElse(GroupType.UNKNOWN) == GroupType.CLASSIC)
                .filter(g -> g.isSimpleConsumerGroup() || g.protocol().equals("consumer"))
                .forEach(g -> ids.add(g.groupId()));
        if (ids.isEmpty()) {
            return List.of();
        }
        Map<String, ConsumerGroupDescription> described =
                Answers.ofExisting(admin.describeConsumerGroups(ids).describedGroups());
        Map<String, Integer> members = described.values().stream()
                .collect(Collectors.toMap(
                        ConsumerGroupDescription::groupId, d -> d.members().size()));
        ListConsumerGroupOffsetsResult offsets =
                admin.listConsumerGroupOffsets(specs(ids, new ListConsumerGroupOffsetsSpec()));
        return ids.stream()
                .map(id -> {
                    return group(
                            listed,
                            id,
                            isStreams(id, described.get(id)) ? GroupKind.STREAMS : GroupKind.CONSUMER,
                            members,
                            positions(Answers.ofExisting(offsets.partitionsToOffsetAndMetadata(id))));
                })
                .toList();
    }

    private boolean isStreams(String id, @Nullable ConsumerGroupDescription description) {
        ExpectedGroups.Expected known = expected.byGroup().get(id);
        if (known != null && known.kind() == GroupKind.STREAMS) {
            return true;
        }
        // Nobody tells it of a group without members, which has not become another kind for that.
        if (description != null && STREAMS_ASSIGNOR.equals(description.partitionAssignor())) {
            streamsSeen.add(id);
        }
        return streamsSeen.contains(id);
    }

    private static Group group(
            Map<String, GroupListing> listed,
            String id,
            GroupKind kind,
            Map<String, Integer> members,
            Map<TopicPartition, Group.Position> positions) {
        String state = Optional.ofNullable(listed.get(id))
                .flatMap(GroupListing::groupState)
                .map(Object::toString)
                .orElse("Unknown");
        return new Group(id, kind, state, members.getOrDefault(id, 0), positions);
    }

    private static Map<TopicPartition, Group.Position> positions(
            Optional<Map<TopicPartition, OffsetAndMetadata>> committed) {
        Map<TopicPartition, Group.Position> positions = new HashMap<>();
        committed.orElse(Map.of()).forEach((partition, offset) -> {
            if (offset != null) {
                positions.put(partition, new Group.Position(offset.offset(), null));
            }
        });
        return positions;
    }

    private static List<String> ofType(Map<String, GroupListing> listed, GroupType type) {
        return listed.values().stream()
                .filter(g -> g.type().orElse(GroupType.UNKNOWN) == type)
                .map(GroupListing::groupId)
                .toList();
    }

    private static <D> Map<String, Integer> counted(Map<String, KafkaFuture<D>> asked, Function<D, Integer> size) {
        return Answers.ofExisting(asked).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> size.apply(e.getValue())));
    }

    private static <S> Map<String, S> specs(List<String> ids, S spec) {
        return ids.stream().collect(Collectors.toMap(Function.identity(), id -> spec));
    }
}
