package dev.segue.encoder;

import dev.segue.contract.Envelope;
import dev.segue.contract.Priority;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.Unit;
import dev.segue.stage.Tracing;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * A waiting unit with its record, byte for byte as it came.
 *
 * @param sound whether it is a sound track
 * @param key the record's key on the encode queue
 */
record DispatchEntry(
        Priority priority,
        String owner,
        long due,
        boolean sound,
        DispatchWork work,
        String key,
        Map<String, byte[]> headers,
        byte[] value) {
    /** @param arrival when the unit was announced, in milliseconds */
    static DispatchEntry of(SegmentsReady event, long arrival, String key, Headers headers, byte[] value) {
        Map<String, byte[]> kept = new LinkedHashMap<>();
        headers.forEach(header -> kept.put(header.key(), header.value()));
        Priority priority = event.job().priority();
        return new DispatchEntry(
                priority,
                event.job().owner(),
                arrival + priority.slack().toMillis(),
                event.unit() instanceof Unit.AudioTrack,
                DispatchWork.of(event.unit()),
                key,
                kept,
                value);
    }

    /** When the unit was announced, in milliseconds. */
    long announced() {
        return due - priority.slack().toMillis();
    }

    /** The same unit with another priority; when it arrived counts as before. */
    DispatchEntry with(Priority other) {
        return new DispatchEntry(
                other, owner, announced() + other.slack().toMillis(), sound, work, key, headers, value);
    }

    DispatchPlace place(String unit) {
        return new DispatchPlace(priority, owner, due, sound, unit, work);
    }

    /** The record as it came; where spans are recorded, what follows is caused by the one of the time that it was held. */
    Record<String, byte[]> record(long now, Tracing tracing) {
        Headers kafka = new RecordHeaders();
        headers.forEach(kafka::add);
        DispatchUnit unit = DispatchUnit.ofQueueKey(key).orElseThrow();
        String held = tracing.held(
                DispatchTopology.NAME,
                unit.videoId(),
                unit.generation(),
                unit.track() + "/" + unit.index(),
                traceparent(),
                Instant.ofEpochMilli(Math.min(announced(), now)),
                Instant.ofEpochMilli(now));
        if (held != null) {
            kafka.remove(Envelope.TRACEPARENT).add(Envelope.TRACEPARENT, held.getBytes(StandardCharsets.UTF_8));
        }
        return new Record<>(key, value, now, kafka);
    }

    /** The trace it belongs to, null for none. */
    @Nullable
    String traceparent() {
        byte[] text = headers.get(Envelope.TRACEPARENT);
        return text == null ? null : new String(text, StandardCharsets.UTF_8);
    }
}
