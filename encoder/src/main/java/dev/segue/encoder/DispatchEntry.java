package dev.segue.encoder;

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
record DispatchEntry(long due, boolean sound, String key, Map<String, byte[]> headers, byte[] value) {
    static DispatchEntry of(long due, boolean sound, String key, Headers headers, byte[] value) {
        Map<String, byte[]> kept = new LinkedHashMap<>();
        headers.forEach(header -> kept.put(header.key(), header.value()));
        return new DispatchEntry(due, sound, key, kept, value);
    }

    DispatchPlace place(String unit) {
        return new DispatchPlace(due, sound, unit);
    }

    Headers kafkaHeaders() {
        Headers kafka = new RecordHeaders();
        headers.forEach(kafka::add);
        return kafka;
    }
}
