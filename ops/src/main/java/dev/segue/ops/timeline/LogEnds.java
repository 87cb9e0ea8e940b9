package dev.segue.ops.timeline;

import dev.segue.ops.ClusterUnavailableException;
import dev.segue.stage.KafkaSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What Kafka still has of each partition.
 *
 * @param begin the oldest offset
 * @param end the offset after the newest
 */
record LogEnds(Map<TopicPartition, Long> begin, Map<TopicPartition, Long> end) {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    LogEnds {
        begin = Map.copyOf(begin);
        end = Map.copyOf(end);
    }

    /** @throws ClusterUnavailableException when Kafka does not answer */
    static LogEnds look(KafkaSettings kafka, List<String> topics) {
        Map<String, Object> config = kafka.client();
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            Map<String, List<PartitionInfo>> existing = consumer.listTopics(PATIENCE);
            List<TopicPartition> all = topics.stream()
                    .flatMap(topic -> existing.getOrDefault(topic, List.of()).stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            return new LogEnds(consumer.beginningOffsets(all, PATIENCE), consumer.endOffsets(all, PATIENCE));
        } catch (KafkaException e) {
            throw ClusterUnavailableException.of(kafka, e);
        }
    }
}
