package dev.segue.ops.sharegroup;

import dev.segue.stage.KafkaSettings;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Makes consumers that read for themselves, belong to no group and take little at a time. */
public final class Readers {
    /** Of one partition in one answer, and of what lies far behind at all. */
    public static final int MOST_BYTES = 256 * 1024;

    private Readers() {}

    /**
     * Makes one.
     *
     * @param isolation {@code read_committed} or {@code read_uncommitted}
     * @param patience for a single question to Kafka
     */
    public static KafkaConsumer<byte[], byte[]> consumer(KafkaSettings kafka, String isolation, Duration patience) {
        Map<String, Object> config = kafka.client();
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, MOST_BYTES);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 4 * 1024 * 1024);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) patience.toMillis());
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
