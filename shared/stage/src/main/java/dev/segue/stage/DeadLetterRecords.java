package dev.segue.stage;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Makes dead letters: the record as it came, key and value byte by byte and all its headers, with {@code dlq-} headers that say
 * where it came from, what went wrong and how often it was tried. Producing key, value and the other headers to the origin
 * topic runs it again.
 *
 * @param stage who gave it up
 * @param group the group it was read by
 * @param host where
 */
record DeadLetterRecords(String stage, String group, String host) {
    static final String SUFFIX = ".dlq";
    static final String PREFIX = "dlq-";
    static final String REPLAYS = "dlq-replays";

    /**
     * How it went.
     *
     * @param attempts times it was tried since it was last read
     * @param deliveries times it was handed to a worker
     */
    record History(int attempts, int deliveries, Instant firstFailed, Instant lastFailed) {}

    ProducerRecord<byte[], byte[]> of(Origin origin, Failure failure, History history) {
        ProducerRecord<byte[], byte[]> letter =
                new ProducerRecord<>(origin.topic() + SUFFIX, null, origin.key(), origin.value());
        Headers headers = letter.headers();
        for (Header header : origin.headers()) {
            // What an earlier death left behind gives way; how often it was replayed is kept. Put back, it has a new chance on
            // every host.
            boolean ours = header.key().startsWith(PREFIX) || header.key().startsWith(OtherHosts.PREFIX);
            if (!ours || header.key().equals(REPLAYS)) {
                headers.add(header);
            }
        }
        if (headers.lastHeader(REPLAYS) == null) {
            put(headers, REPLAYS, "0");
        }
        put(headers, "dlq-origin-topic", origin.topic());
        put(headers, "dlq-origin-partition", String.valueOf(origin.partition()));
        put(headers, "dlq-origin-offset", String.valueOf(origin.offset()));
        put(headers, "dlq-origin-timestamp", String.valueOf(origin.timestamp()));
        put(headers, "dlq-stage", stage);
        put(headers, "dlq-group", group);
        put(headers, "dlq-host", host);
        put(headers, "dlq-attempts", String.valueOf(history.attempts()));
        put(headers, "dlq-deliveries", String.valueOf(history.deliveries()));
        put(headers, "dlq-first-failed-at", history.firstFailed().toString());
        put(headers, "dlq-failed-at", history.lastFailed().toString());
        put(headers, "dlq-error-kind", failure.kind().name().toLowerCase(Locale.ROOT));
        put(headers, "dlq-error-code", failure.code());
        put(headers, "dlq-error-class", failure.errorClass());
        put(headers, "dlq-error-message", failure.message());
        put(headers, "dlq-error-stack", failure.stack());
        return letter;
    }

    private static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
