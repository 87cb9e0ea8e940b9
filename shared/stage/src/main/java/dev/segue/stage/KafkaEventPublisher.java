package dev.segue.stage;

import dev.segue.contract.Envelope;
import dev.segue.contract.Event;
import dev.segue.contract.EventCodec;
import dev.segue.contract.EventType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Turns events into records and has them written. */
final class KafkaEventPublisher implements EventPublisher {
    private final RecordSender sender;
    private final EventCodec codec;
    private final TraceParents traces;

    KafkaEventPublisher(RecordSender sender, EventCodec codec, TraceParents traces) {
        this.sender = sender;
        this.codec = codec;
        this.traces = traces;
    }

    @Override
    public void publish(String stage, List<? extends Event> events) throws TransientFailure, InterruptedException {
        publish(stage, events, traces.begin());
    }

    /** Publishes within the trace that the cause of the events belongs to. */
    void publish(String stage, List<? extends Event> events, String traceparent)
            throws TransientFailure, InterruptedException {
        publish(stage, events, traceparent, Map.of());
    }

    /** @param how further headers, which tell how the stage came to the events ({@link WorkHeaders}) */
    void publish(String stage, List<? extends Event> events, String traceparent, Map<String, String> how)
            throws TransientFailure, InterruptedException {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (Event event : events) {
            ProducerRecord<byte[], byte[]> record =
                    record(EventType.of(event).topic(), codec.write(event, "/segue/" + stage, traceparent));
            how.forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
            records.add(record);
        }
        sender.send(records);
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, Envelope envelope) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, envelope.key().getBytes(StandardCharsets.UTF_8), envelope.value());
        envelope.headers().forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return record;
    }
}
