package dev.segue.ops.retry;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.segue.contract.Envelope;
import dev.segue.contract.Event;
import dev.segue.contract.EventCodec;
import dev.segue.contract.EventType;
import dev.segue.ops.AtomicWriter;
import dev.segue.ops.ClusterUnavailableException;
import dev.segue.stage.KafkaSettings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * States the events that begin a run, and the audit's line, in one transaction. Who opens a writer for a video shuts out whoever opened
 * one for it before: so of two that look at the same time what the next number is only the later one, which sees what the other wrote,
 * can use it.
 */
final class RetryWriter implements AutoCloseable {
    private final AtomicWriter writer;
    private final EventCodec codec;

    /** @throws ClusterUnavailableException when Kafka does not answer */
    RetryWriter(KafkaSettings kafka, EventCodec codec, String videoId) {
        this.codec = codec;
        this.writer = AtomicWriter.open(
                kafka,
                "segue-retry-" + videoId,
                fenced -> new RetryRefusedException(
                        RetryRefusedException.Reason.RUNNING,
                        "somebody else has " + videoId + " made anew at this moment",
                        fenced));
    }

    /**
     * Writes all or nothing.
     *
     * @param source who states them: {@code cli}
     * @throws ClusterUnavailableException when Kafka does not answer; of a commit that was not answered nobody knows
     */
    void write(List<Event> events, String source, String traceparent, RetryAction action) throws InterruptedException {
        List<ProducerRecord<byte[], byte @Nullable []>> records = Stream.concat(
                        events.stream().map(event -> record(event, source, traceparent)), Stream.of(record(action)))
                .toList();
        writer.write(producer -> {
            List<Future<RecordMetadata>> sent =
                    records.stream().map(producer::send).toList();
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
            return sent.size();
        });
    }

    private ProducerRecord<byte[], byte @Nullable []> record(Event event, String source, String traceparent) {
        Envelope envelope = codec.write(event, "/segue/" + source, traceparent);
        ProducerRecord<byte[], byte @Nullable []> record = new ProducerRecord<>(
                EventType.of(event).topic(), envelope.key().getBytes(StandardCharsets.UTF_8), envelope.value());
        envelope.headers().forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return record;
    }

    private static ProducerRecord<byte[], byte @Nullable []> record(RetryAction action) {
        try {
            return new ProducerRecord<>(
                    RetryAction.TOPIC,
                    action.videoId().getBytes(StandardCharsets.UTF_8),
                    EventCodec.json().writeValueAsBytes(action));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an action cannot be written as JSON", e);
        }
    }

    @Override
    public void close() {
        writer.close();
    }
}
