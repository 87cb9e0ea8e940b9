package dev.segue.ops.timeline;

import dev.segue.stage.KafkaSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes {@code video-status}. Not for several threads. */
final class StatusTopic implements AutoCloseable {
    private final KafkaSettings kafka;
    private @Nullable Producer<byte[], byte[]> producer;

    StatusTopic(KafkaSettings kafka) {
        this.kafka = kafka;
    }

    /**
     * Returns when all replicas have them.
     *
     * @throws KafkaException when some may not have been written
     */
    void write(Collection<VideoStatus> statuses) {
        if (statuses.isEmpty()) {
            return;
        }
        Producer<byte[], byte[]> open = producer == null ? open() : producer;
        producer = open;
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        statuses.forEach(status -> sent.add(open.send(status.record())));
        open.flush();
        for (Future<RecordMetadata> one : sent) {
            try {
                one.get();
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof KafkaException k ? k : new KafkaException(e.getCause());
            }
        }
    }

    private Producer<byte[], byte[]> open() {
        Map<String, Object> config = kafka.client();
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, KafkaSettings.COMPRESSION);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public void close() {
        if (producer != null) {
            producer.close();
            producer = null;
        }
    }
}
