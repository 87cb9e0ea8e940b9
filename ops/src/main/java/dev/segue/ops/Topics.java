package dev.segue.ops;

import dev.segue.contract.TopicCatalogue;
import dev.segue.stage.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;

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
            AskedChanges asked = AskedChanges.ask(admin, wanted);
            List<TopicChange> done = new ArrayList<>();
            List<TopicChange> open = new ArrayList<>();
            for (TopicChange change : wanted) {
                TopicChange ended = asked.await(change);
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
