package dev.segue.stage;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record as it was read, byte by byte.
 *
 * @param timestamp in milliseconds since 1970
 */
record Origin(
        String topic,
        int partition,
        long offset,
        long timestamp,
        byte @Nullable [] key,
        byte @Nullable [] value,
        Headers headers) {
    static Origin of(ConsumerRecord<byte[], byte[]> record) {
        return new Origin(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.key(),
                record.value(),
                record.headers());
    }

    /** Bytes of all its parts, as far as they count against what a topic or a client takes. */
    long size() {
        long bytes = length(key) + length(value);
        for (Header header : headers) {
            bytes += header.key().length() * 3L + length(header.value()) + 10;
        }
        return bytes;
    }

    private static long length(byte @Nullable [] part) {
        return part == null ? 0 : part.length;
    }

    /** The key as text, absent when there is none. */
    @Nullable
    String keyText() {
        return key == null ? null : new String(key, StandardCharsets.UTF_8);
    }

    /** The headers as {@link HeaderTexts}. */
    Map<String, String> headerTexts() {
        return HeaderTexts.of(headers);
    }
}
