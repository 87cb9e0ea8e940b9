package dev.segue.stage;

import dev.segue.contract.ProgramRun;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Makes dead letters: the record as it came, key and value byte by byte and all its headers, with {@code dlq-} headers that say
 * where it came from, what went wrong and how often it was tried. Producing key, value and the other headers to the origin
 * topic runs it again. Every header is described in docs/reference/dead-letters.md.
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
     * The largest record that is kept whole: its dead letter must pass the client's limit, before compression. What was written
     * smaller than a topic's limit may be any size when it is unpacked, and a letter that can never be written would keep its
     * stage busy for ever.
     */
    static final long LARGEST = KafkaClients.LARGEST_REQUEST - 256 * 1024;

    private static final int LARGEST_KEY_ALONE = 1024;

    /**
     * How it went.
     *
     * @param attempts times it was tried since it was last read
     * @param deliveries times it was handed to a worker
     */
    record History(int attempts, int deliveries, Instant firstFailed, Instant lastFailed) {}

    ProducerRecord<byte[], byte[]> of(Origin origin, Failure failure, History history) {
        long size = origin.size();
        ProducerRecord<byte[], byte[]> letter = size <= LARGEST ? whole(origin) : withoutContent(origin, size);
        Headers headers = letter.headers();
        put(headers, REPLAYS, origin.headerTexts().getOrDefault(REPLAYS, "0"));
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
        ProgramRun run = failure.run();
        if (run != null) {
            put(headers, "dlq-ffmpeg-command", run.command());
            put(headers, "dlq-ffmpeg-log", run.log());
        }
        return letter;
    }

    private static ProducerRecord<byte[], byte[]> whole(Origin origin) {
        ProducerRecord<byte[], byte[]> letter =
                new ProducerRecord<>(origin.topic() + SUFFIX, null, origin.key(), origin.value());
        for (Header header : origin.headers()) {
            // What an earlier death left behind gives way, and so does a note for other hosts: put back, it has a new
            // chance.
            if (!header.key().startsWith(PREFIX) && !header.key().startsWith(OtherHosts.PREFIX)) {
                letter.headers().add(header);
            }
        }
        return letter;
    }

    /** The record itself still lies in its topic, at the place that the headers name. */
    private static ProducerRecord<byte[], byte[]> withoutContent(Origin origin, long size) {
        byte[] key = origin.key();
        boolean keepsKey = key != null && key.length <= LARGEST_KEY_ALONE;
        ProducerRecord<byte[], byte[]> letter =
                new ProducerRecord<>(origin.topic() + SUFFIX, null, keepsKey ? key : null, null);
        put(letter.headers(), "dlq-omitted-bytes", String.valueOf(size));
        return letter;
    }

    private static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
