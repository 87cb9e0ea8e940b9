package dev.segue.ops.retry;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.segue.contract.Envelope;
import dev.segue.contract.Event;
import dev.segue.contract.EventCodec;
import dev.segue.contract.EventType;
import dev.segue.ops.ClusterUnavailableException;
import dev.segue.stage.KafkaSettings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * States the events that begin a run, and the audit's line, in one transaction. Who opens a writer for a video shuts out whoever opened
 * one for it before: so of two that look at the same time what the next number is only the later one, which sees what the other wrote,
 * can use it.
 */
final class RetryWriter implements AutoCloseable {
    private static final int LARGEST_REQUEST = 16 * 1024 * 1024;

    private final KafkaProducer<byte[], byte[]> producer;
    private final EventCodec codec;

    /** @throws ClusterUnavailableException when Kafka does not answer */
    RetryWriter(KafkaSettings kafka, EventCodec codec, String videoId) {
        this.codec = codec;
        Map<String, Object> p = kafka.client();
        p.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "segue-retry-" + videoId);
        p.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REQUEST);
        // An open transaction hides all that is written after it from the stages.
        p.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 10_000);
        p.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 15_000);
        p.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip");
        producer = new KafkaProducer<>(p, new ByteArraySerializer(), new ByteArraySerializer());
        try {
            producer.initTransactions();
        } catch (KafkaException e) {
            producer.close();
            throw ClusterUnavailableException.of(kafka, e);
        }
    }

    /** @param source who states them: {@code cli} */
    void write(List<Event> events, String source, String traceparent, RetryAction action) throws InterruptedException {
        List<ProducerRecord<byte[], byte[]>> records = Stream.concat(
                        events.stream().map(event -> record(event, source, traceparent)), Stream.of(record(action)))
                .toList();
        try {
            producer.beginTransaction();
            List<Future<RecordMetadata>> sent =
                    records.stream().map(producer::send).toList();
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
            producer.commitTransaction();
        } catch (ProducerFencedException | InvalidProducerEpochException e) {
            throw fenced(action);
        } catch (ExecutionException e) {
            abort();
            throw unavailable(action, e.getCause());
        } catch (KafkaException e) {
            abort();
            throw unavailable(action, e);
        }
    }

    private static RuntimeException unavailable(RetryAction action, @Nullable Throwable cause) {
        if (cause instanceof ProducerFencedException || cause instanceof InvalidProducerEpochException) {
            return fenced(action);
        }
        return new ClusterUnavailableException("Kafka did not take the events of " + action.videoId() + ": " + cause);
    }

    private static RetryRefusedException fenced(RetryAction action) {
        return new RetryRefusedException(
                RetryRefusedException.Reason.RUNNING,
                "somebody else has " + action.videoId() + " made anew at this moment");
    }

    private ProducerRecord<byte[], byte[]> record(Event event, String source, String traceparent) {
        Envelope envelope = codec.write(event, "/segue/" + source, traceparent);
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                EventType.of(event).topic(), envelope.key().getBytes(StandardCharsets.UTF_8), envelope.value());
        envelope.headers().forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return record;
    }

    private static ProducerRecord<byte[], byte[]> record(RetryAction action) {
        try {
            return new ProducerRecord<>(
                    RetryAction.TOPIC,
                    action.videoId().getBytes(StandardCharsets.UTF_8),
                    EventCodec.json().writeValueAsBytes(action));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an action cannot be written as JSON", e);
        }
    }

    private void abort() {
        try {
            producer.abortTransaction();
        } catch (KafkaException alsoGone) {
            // The coordinator aborts it by itself after transaction.timeout.ms.
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
