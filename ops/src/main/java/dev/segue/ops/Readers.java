package dev.segue.ops;

import dev.segue.stage.KafkaSettings;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Consumers that read for themselves: they belong to no group, so that looking changes nothing. */
public final class Readers {
    /** Of one partition in one answer, and of what lies far behind at all. */
    public static final int MOST_BYTES = 256 * 1024;

    private Readers() {}

    /**
     * What each of them is made with; to be added to.
     *
     * @param isolation {@code read_committed} or {@code read_uncommitted}
     * @param patience for a single question to Kafka, unless the settings of all clients say otherwise
     */
    public static Map<String, Object> settings(KafkaSettings kafka, String isolation, Duration patience) {
        Map<String, Object> config = kafka.client();
        config.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, String.valueOf(patience.toMillis()));
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        // Reached when retention has overtaken the reader, or when a topic was made anew.
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return config;
    }

    /** One that takes little at a time. */
    public static KafkaConsumer<byte[], byte[]> sparing(KafkaSettings kafka, String isolation, Duration patience) {
        Map<String, Object> config = settings(kafka, isolation, patience);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, MOST_BYTES);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 4 * 1024 * 1024);
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
