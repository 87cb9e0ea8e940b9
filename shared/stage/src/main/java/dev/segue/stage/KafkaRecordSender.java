package dev.segue.stage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/**
 * Sends through one producer for the whole process. The producer is made when it is first needed: it cannot be made while the
 * brokers' names do not resolve, which must not keep a process from starting.
 */
final class KafkaRecordSender implements RecordSender, AutoCloseable {
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final Supplier<Producer<byte[], byte[]>> producers;
    private @Nullable Producer<byte[], byte[]> producer;

    KafkaRecordSender(Supplier<Producer<byte[], byte[]>> producers) {
        this.producers = producers;
    }

    @Override
    public void send(List<ProducerRecord<byte[], byte[]>> records) throws TransientFailure, InterruptedException {
        try {
            Producer<byte[], byte[]> open = producer();
            List<Future<RecordMetadata>> acknowledged = new ArrayList<>();
            for (ProducerRecord<byte[], byte[]> record : records) {
                acknowledged.add(open.send(record));
            }
            for (Future<RecordMetadata> one : acknowledged) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw judged(e.getCause() instanceof KafkaException k ? k : new KafkaException(e.getCause()));
        } catch (InterruptException e) {
            // Kafka sets the thread's flag again when it wraps the exception; thrown on, it must be clear.
            Thread.interrupted();
            throw new InterruptedException("interrupted while writing to Kafka");
        } catch (KafkaException e) {
            throw judged(e);
        }
    }

    /** Returns what may pass, throws what will not. */
    private static TransientFailure judged(KafkaException e) {
        boolean namesDoNotResolve = e.getCause() instanceof ConfigException;
        if (e instanceof RetriableException || namesDoNotResolve) {
            return new TransientFailure("kafka-unavailable", "Kafka did not take a record: " + e.getMessage(), e);
        }
        throw e;
    }

    private synchronized Producer<byte[], byte[]> producer() {
        if (producer == null) {
            producer = producers.get();
        }
        return producer;
    }

    @Override
    public synchronized void close() {
        if (producer != null) {
            producer.close(CLOSE);
            producer = null;
        }
    }
}
