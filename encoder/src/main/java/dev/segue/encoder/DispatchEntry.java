package dev.segue.encoder;

import dev.segue.contract.Priority;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.Unit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

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

    DispatchPlace place(String unit) {
        return new DispatchPlace(priority, owner, due, sound, unit, work);
    }

    Headers kafkaHeaders() {
        Headers kafka = new RecordHeaders();
        headers.forEach(kafka::add);
        return kafka;
    }
}
