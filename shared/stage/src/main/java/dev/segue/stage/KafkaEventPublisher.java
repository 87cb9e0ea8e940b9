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
import org.jspecify.annotations.Nullable;

/** Turns events into records and has them written. */
final class KafkaEventPublisher implements EventPublisher {
    private final RecordSender sender;
    private final EventCodec codec;
    private final Tracing tracing;

    KafkaEventPublisher(RecordSender sender, EventCodec codec, Tracing tracing) {
        this.sender = sender;
        this.codec = codec;
        this.tracing = tracing;
    }

    @Override
    public void publish(String stage, List<? extends Event> events) throws TransientFailure, InterruptedException {
        publish(stage, events, null);
    }

    @Override
    public void publish(String stage, List<? extends Event> events, @Nullable String cause)
            throws TransientFailure, InterruptedException {
        if (events.isEmpty()) {
            return;
        }
        try (Tracing.Piece piece = tracing.begin(stage, events.getFirst(), cause)) {
            publish(stage, events, piece.traceparent(), Map.of());
        }
    }

    /**
     * Publishes what a piece of work says.
     *
     * @param traceparent of the piece
     * @param how further headers, which tell how the stage came to the events ({@link WorkHeaders})
     */
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
