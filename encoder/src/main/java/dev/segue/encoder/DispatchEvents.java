package dev.segue.encoder;

import dev.segue.contract.Envelope;
import dev.segue.contract.Event;
import dev.segue.contract.EventCodec;
import dev.segue.contract.MalformedEventException;
import dev.segue.contract.SegmentsReady;
import dev.segue.stage.HeaderTexts;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Reads what the dispatcher is told, and writes what it has to say itself. */
record DispatchEvents(EventCodec codec) {
    /** Null for what the assembler, which reads it too, makes a dead letter: there should be one, not two. */
    @Nullable
    Event read(@Nullable String topic, Record<String, byte[]> record) {
        boolean isOurs = DispatchTopology.READY.equals(topic);
        try {
            Event event = isOurs
                    ? codec.read(SegmentsReady.class, HeaderTexts.of(record.headers()), record.value())
                    : codec.readAny(HeaderTexts.of(record.headers()), record.value());
            // The key decides the partition, and only within one is a unit that comes again known as such.
            if (!event.videoId().equals(record.key())) {
                throw new MalformedEventException(
                        "the record's key must be " + event.videoId() + " but is " + record.key());
            }
            return event;
        } catch (MalformedEventException e) {
            if (isOurs) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
            return null;
        }
    }

    Record<String, byte[]> write(Event event, @Nullable String traceparent, long now) {
        Envelope envelope = codec.write(event, "/segue/" + DispatchTopology.NAME, traceparent);
        Record<String, byte[]> record = new Record<>(envelope.key(), envelope.value(), now);
        envelope.headers().forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        return record;
    }
}
