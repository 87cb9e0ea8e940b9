package dev.segue.stage;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * Kafka's clients for a Kafka Streams application, whose transactional ids stay the same from one start to the next. By itself Kafka
 * Streams derives them from a process id that it keeps on disk only for persistent stores. Ours are in memory, so each start would
 * have a new one, and the transaction that a killed process left open would hold everybody up until the broker gives it up: 10 s
 * and up to 10 more. Under the same id, the next start ends it at once.
 *
 * @param instance tells processes apart, and is the same when the process comes back
 */
record StreamsClients(String application, String instance) implements KafkaClientSupplier {
    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        Map<String, Object> steady = new HashMap<>(config);
        // Absent without exactly-once; ends with the number of the thread, which has a producer of its own.
        steady.computeIfPresent(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG, (key, id) -> transactionalId(String.valueOf(id)));
        return new KafkaProducer<>(steady, new ByteArraySerializer(), new ByteArraySerializer());
    }

    String transactionalId(String streamsOwn) {
        return application + "-" + instance + streamsOwn.substring(streamsOwn.lastIndexOf('-'));
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return consumer(config);
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return consumer(config);
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return consumer(config);
    }

    private static Consumer<byte[], byte[]> consumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
