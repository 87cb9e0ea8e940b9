package dev.segue.ops;

import dev.segue.contract.TopicCatalogue;
import dev.segue.stage.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Brings a cluster to {@code topics.yaml}: topics, dead-letter topics, their settings, and those of the share groups. Only
 * settings that the catalogue names are touched, nothing is ever deleted or lowered, and a second run finds nothing to do.
 */
public final class Topics {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(10);

    private final KafkaSettings kafka;
    private final TopicCatalogue catalogue;

    public Topics(KafkaSettings kafka, TopicCatalogue catalogue) {
        this.kafka = kafka;
        this.catalogue = catalogue;
    }

    /** What {@link #apply()} would do, with as many replicas as the catalogue says. */
    public List<TopicChange> diff() {
        return diff(catalogue.defaults().replicationFactor());
    }

    /**
     * What {@link #apply(int)} would do.
     *
     * @param replicationFactor how many replicas each topic is to have
     * @throws ClusterUnavailableException when Kafka does not answer
     */
    public List<TopicChange> diff(int replicationFactor) {
        try (Admin admin = open()) {
            return TopicDiff.between(catalogue, replicationFactor, ClusterTopics.look(admin, catalogue));
        } catch (KafkaException e) {
            throw unavailable(e);
        }
    }

    /** Carries out {@link #diff()}. */
    public List<TopicChange> apply() {
        return apply(catalogue.defaults().replicationFactor());
    }

    /**
     * Carries out {@link #diff(int)} and returns when the cluster shows it.
     *
     * @return what was done, and what was refused
     * @throws ClusterUnavailableException when Kafka does not answer
     */
    public List<TopicChange> apply(int replicationFactor) {
        try (Admin admin = open()) {
            List<TopicChange> wanted =
                    TopicDiff.between(catalogue, replicationFactor, ClusterTopics.look(admin, catalogue));
            Map<TopicChange, KafkaFuture<Void>> begun = begin(admin, wanted);
            List<TopicChange> done = new ArrayList<>();
            List<TopicChange> open = new ArrayList<>();
            for (TopicChange change : wanted) {
                KafkaFuture<Void> future = begun.get(change);
                TopicChange ended = future == null ? change : end(change, future);
                done.add(ended);
                if (ended instanceof TopicChange.Refused) {
                    open.add(change);
                }
            }
            awaitVisible(admin, replicationFactor, open);
            return List.copyOf(done);
        } catch (KafkaException e) {
            throw unavailable(e);
        }
    }

    private static Map<TopicChange, KafkaFuture<Void>> begin(Admin admin, List<TopicChange> changes) {
        List<NewTopic> created = new ArrayList<>();
        Map<String, NewPartitions> raised = new HashMap<>();
        Map<ConfigResource, List<AlterConfigOp>> altered = new LinkedHashMap<>();
        for (TopicChange change : changes) {
            switch (change) {
                case TopicChange.CreateTopic c ->
                    created.add(new NewTopic(c.topic(), c.partitions(), (short) c.replicationFactor())
                            .configs(c.configs()));
                case TopicChange.AddPartitions c -> raised.put(c.topic(), NewPartitions.increaseTo(c.to()));
                case TopicChange.SetTopicConfig c -> alter(altered, topic(c.topic()), c.key(), c.to());
                case TopicChange.SetGroupConfig c -> alter(altered, group(c.group()), c.key(), c.to());
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
                        case TopicChange.SetTopicConfig c -> altering.get(topic(c.topic()));
                        case TopicChange.SetGroupConfig c -> altering.get(group(c.group()));
                        case TopicChange.Refused c -> null;
                    };
            if (future != null) {
                begun.put(change, future);
            }
        }
        return begun;
    }

    private static void alter(
            Map<ConfigResource, List<AlterConfigOp>> altered, ConfigResource resource, String key, String value) {
        altered.computeIfAbsent(resource, r -> new ArrayList<>())
                .add(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET));
    }

    private TopicChange end(TopicChange change, KafkaFuture<Void> future) {
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
                throw unavailable(retriable);
            }
            String why = e.getCause() == null ? e.toString() : e.getCause().getMessage();
            return new TopicChange.Refused(named(change), "the broker would not " + change.sentence() + ": " + why);
        }
    }

    /** Brokers learn of a change a moment after the controller has it; whoever starts next must not see the old state. */
    private void awaitVisible(Admin admin, int replicationFactor, List<TopicChange> refused) {
        long end = System.nanoTime() + VISIBLE_WITHIN.toNanos();
        while (true) {
            List<TopicChange> left =
                    TopicDiff.between(catalogue, replicationFactor, ClusterTopics.look(admin, catalogue)).stream()
                            .filter(c -> !refused.contains(c))
                            .toList();
            if (left.isEmpty()) {
                return;
            }
            if (System.nanoTime() > end) {
                throw new ClusterUnavailableException("Kafka took the changes but does not show them after "
                        + VISIBLE_WITHIN.toSeconds() + " s: " + left.getFirst().sentence());
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ClusterUnavailableException("interrupted while waiting for Kafka to show the changes", e);
            }
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

    static ConfigResource topic(String name) {
        return new ConfigResource(ConfigResource.Type.TOPIC, name);
    }

    static ConfigResource group(String name) {
        return new ConfigResource(ConfigResource.Type.GROUP, name);
    }

    private Admin open() {
        Properties p = new Properties();
        p.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, String.valueOf(PATIENCE.toMillis()));
        p.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, String.valueOf(PATIENCE.toMillis() / 2));
        p.putAll(kafka.client());
        return Admin.create(p);
    }

    private ClusterUnavailableException unavailable(Exception e) {
        return new ClusterUnavailableException(
                "Kafka at " + kafka.bootstrapServers() + " did not do as asked (" + e.getMessage()
                        + "); check segue.kafka.bootstrap-servers and that the cluster is up",
                e);
    }
}
