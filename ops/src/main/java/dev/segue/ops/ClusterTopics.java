package dev.segue.ops;

import dev.segue.contract.TopicCatalogue;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;

/**
 * What a cluster has of the catalogue's topics and groups.
 *
 * <p>Only settings that were made on the topic or group itself count. One that merely has the right value because the brokers'
 * default is such would change with that default, and workers that may not alter settings would try to make it.
 *
 * @param topics the existing ones of the catalogue's topics, by name
 * @param groups settings of the catalogue's share groups, by name
 */
record ClusterTopics(Map<String, Existing> topics, Map<String, Map<String, String>> groups) {
    private static final Set<ConfigEntry.ConfigSource> OWN =
            EnumSet.of(ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG, ConfigEntry.ConfigSource.DYNAMIC_GROUP_CONFIG);

    ClusterTopics {
        topics = Map.copyOf(topics);
        groups = Map.copyOf(groups);
    }

    /** A topic as it is. */
    record Existing(int partitions, int replicationFactor, Map<String, String> configs) {
        Existing {
            configs = Map.copyOf(configs);
        }
    }

    static ClusterTopics look(Admin admin, TopicCatalogue catalogue) {
        Set<String> present = await(admin.listTopics().names());
        List<String> names = catalogue.wanted().stream()
                .map(TopicCatalogue.Wanted::name)
                .filter(present::contains)
                .toList();
        List<ConfigResource> resources = new ArrayList<>();
        names.forEach(n -> resources.add(Topics.topic(n)));
        catalogue.shareGroups().keySet().forEach(g -> resources.add(Topics.group(g)));
        KafkaFuture<Map<String, TopicDescription>> describing =
                admin.describeTopics(names).allTopicNames();
        Map<ConfigResource, Config> configs =
                await(admin.describeConfigs(resources).all());
        Map<String, Existing> topics = new HashMap<>();
        await(describing)
                .forEach((name, d) -> topics.put(
                        name,
                        new Existing(
                                d.partitions().size(),
                                d.partitions().stream()
                                        .mapToInt(p -> p.replicas().size())
                                        .min()
                                        .orElse(0),
                                values(configs.get(Topics.topic(name))))));
        Map<String, Map<String, String>> groups = new HashMap<>();
        catalogue.shareGroups().keySet().forEach(g -> groups.put(g, values(configs.get(Topics.group(g)))));
        return new ClusterTopics(topics, groups);
    }

    private static Map<String, String> values(@Nullable Config config) {
        Map<String, String> values = new HashMap<>();
        if (config == null) {
            return values;
        }
        for (ConfigEntry entry : config.entries()) {
            if (entry.value() != null && OWN.contains(entry.source())) {
                values.put(entry.name(), entry.value());
            }
        }
        return values;
    }

    private static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterUnavailableException("interrupted while Kafka was asked for its topics", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException k ? k : new KafkaException(e.getCause());
        }
    }
}
