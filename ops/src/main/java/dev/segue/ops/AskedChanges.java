package dev.segue.ops;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Changes that a cluster was asked for. */
final class AskedChanges {
    private final Map<TopicChange, KafkaFuture<Void>> begun;

    private AskedChanges(Map<TopicChange, KafkaFuture<Void>> begun) {
        this.begun = Map.copyOf(begun);
    }

    /** Asks for all of them and waits for none. */
    static AskedChanges ask(Admin admin, List<TopicChange> changes) {
        List<NewTopic> created = new ArrayList<>();
        Map<String, NewPartitions> raised = new HashMap<>();
        Map<ConfigResource, List<AlterConfigOp>> altered = new LinkedHashMap<>();
        for (TopicChange change : changes) {
            switch (change) {
                case TopicChange.CreateTopic c ->
                    created.add(new NewTopic(c.topic(), c.partitions(), (short) c.replicationFactor())
                            .configs(c.configs()));
                case TopicChange.AddPartitions c -> raised.put(c.topic(), NewPartitions.increaseTo(c.to()));
                case TopicChange.SetTopicConfig c -> alter(altered, Topics.topic(c.topic()), c.key(), c.to());
                case TopicChange.SetGroupConfig c -> alter(altered, Topics.group(c.group()), c.key(), c.to());
                case TopicChange.Refused c -> {}
            }
        }
        Map<String, KafkaFuture<Void>> creating = admin.createTopics(created).values();
        Map<String, KafkaFuture<Void>> raising = admin.createPartitions(raised).values();
        Map<ConfigResource, KafkaFuture<Void>> altering = new HashMap<>();
        altered.forEach((resource, ops) -> altering.putAll(
                admin.incrementalAlterConfigs(Map.of(resource, ops)).values()));
        Map<TopicChange, KafkaFuture<Void>> begun = new HashMap<>();
        for (TopicChange change : changes) {
            KafkaFuture<Void> future =
                    switch (change) {
                        case TopicChange.CreateTopic c -> creating.get(c.topic());
                        case TopicChange.AddPartitions c -> raising.get(c.topic());
                        case TopicChange.SetTopicConfig c -> altering.get(Topics.topic(c.topic()));
                        case TopicChange.SetGroupConfig c -> altering.get(Topics.group(c.group()));
                        case TopicChange.Refused c -> null;
                    };
            if (future != null) {
                begun.put(change, future);
            }
        }
        return new AskedChanges(begun);
    }

    private static void alter(
            Map<ConfigResource, List<AlterConfigOp>> altered, ConfigResource resource, String key, String value) {
        altered.computeIfAbsent(resource, r -> new ArrayList<>())
                .add(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET));
    }

    /**
     * Waits for one of them.
     *
     * @return the change, or that it was refused
     * @throws RetriableException when the cluster could not do it at this moment
     */
    TopicChange await(TopicChange change) {
        KafkaFuture<Void> future = begun.get(change);
        if (future == null) {
            return change;
        }
        try {
            future.get();
            return change;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterUnavailableException("interrupted while Kafka was asked to " + change.sentence(), e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return change; // somebody else runs the same command
            }
            if (e.getCause() instanceof RetriableException retriable) {
                throw retriable;
            }
            String why = e.getCause() == null ? e.toString() : e.getCause().getMessage();
            return new TopicChange.Refused(named(change), "the broker would not " + change.sentence() + ": " + why);
        }
    }

    private static String named(TopicChange change) {
        return switch (change) {
            case TopicChange.CreateTopic c -> "topic " + c.topic();
            case TopicChange.AddPartitions c -> "topic " + c.topic();
            case TopicChange.SetTopicConfig c -> "topic " + c.topic();
            case TopicChange.SetGroupConfig c -> "share group " + c.group();
            case TopicChange.Refused c -> c.what();
        };
    }
}
