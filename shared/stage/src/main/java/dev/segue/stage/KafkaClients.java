package dev.segue.stage;

import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes Kafka clients with the settings that the runtime's promises rest on. */
record KafkaClients(KafkaSettings settings) {
    /** The client judges a record before compression and the broker afterwards, so this is above the topics' 8 MiB. */
    static final int LARGEST_REQUEST = 16 * 1024 * 1024;

    Admin admin() {
        Map<String, Object> config = settings.client();
        config.put("request.timeout.ms", 3_000);
        config.put("default.api.timeout.ms", 4_000);
        return Admin.create(config);
    }

    /** Waits for all replicas and never writes a record twice by its own retries. */
    Producer<byte[], byte[]> producer() {
        Map<String, Object> config = settings.client();
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, KafkaSettings.COMPRESSION);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REQUEST);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 15_000);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 45_000);
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * One slot's consumer. By default a share consumer acquires whole batches, so that a burst lands on one worker;
     * record_limit with one record a poll is what spreads it (120 skewed jobs on 8 slots: 11.9 s instead of 28.6 s).
     *
     * @param clientId as {@link GroupMembers#clientId} makes it
     */
    ShareConsumer<byte[], byte[]> shareConsumer(String group, String clientId) {
        Map<String, Object> config = settings.client();
        config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
        config.put("share.acknowledgement.mode", "explicit");
        config.put("share.acquire.mode", "record_limit");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        // A record ends the broker's wait at once; half as many empty answers as by default for slots that idle.
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 1_000);
        return new KafkaShareConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Reads what it is assigned, for itself alone, and belongs to no group. */
    Consumer<byte[], byte[]> follower() {
        Map<String, Object> config = settings.client();
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
