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
        put(headers, DeadLetterHeaders.REPLAYS, origin.headerTexts().getOrDefault(DeadLetterHeaders.REPLAYS, "0"));
        put(headers, DeadLetterHeaders.ORIGIN_TOPIC, origin.topic());
        put(headers, DeadLetterHeaders.ORIGIN_PARTITION, String.valueOf(origin.partition()));
        put(headers, DeadLetterHeaders.ORIGIN_OFFSET, String.valueOf(origin.offset()));
        put(headers, DeadLetterHeaders.ORIGIN_TIMESTAMP, String.valueOf(origin.timestamp()));
        put(headers, DeadLetterHeaders.STAGE, stage);
        put(headers, DeadLetterHeaders.GROUP, group);
        put(headers, DeadLetterHeaders.HOST, host);
        put(headers, DeadLetterHeaders.ATTEMPTS, String.valueOf(history.attempts()));
        put(headers, DeadLetterHeaders.DELIVERIES, String.valueOf(history.deliveries()));
        put(headers, DeadLetterHeaders.FIRST_FAILED_AT, history.firstFailed().toString());
        put(headers, DeadLetterHeaders.FAILED_AT, history.lastFailed().toString());
        put(headers, DeadLetterHeaders.KIND, failure.kind().name().toLowerCase(Locale.ROOT));
        put(headers, DeadLetterHeaders.CODE, failure.code());
        put(headers, DeadLetterHeaders.CLASS, failure.errorClass());
        put(headers, DeadLetterHeaders.MESSAGE, failure.message());
        put(headers, DeadLetterHeaders.STACK, failure.stack());
        ProgramRun run = failure.run();
        if (run != null) {
            put(headers, DeadLetterHeaders.FFMPEG_COMMAND, run.command());
            put(headers, DeadLetterHeaders.FFMPEG_LOG, run.log());
        }
        return letter;
    }

    private static ProducerRecord<byte[], byte[]> whole(Origin origin) {
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(
                origin.topic() + DeadLetterHeaders.TOPIC_SUFFIX, null, origin.key(), origin.value());
        for (Header header : origin.headers()) {
            // What an earlier death left behind gives way, and so does a note for other hosts: put back, it has a new
            // chance.
            if (!header.key().startsWith(DeadLetterHeaders.PREFIX)
                    && !header.key().startsWith(OtherHosts.PREFIX)) {
                letter.headers().add(header);
            }
        }
        return letter;
    }

    /** The record itself still lies in its topic, at the place that the headers name. */
    private static ProducerRecord<byte[], byte[]> withoutContent(Origin origin, long size) {
        byte[] key = origin.key();
        boolean keepsKey = key != null && key.length <= LARGEST_KEY_ALONE;
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(
                origin.topic() + DeadLetterHeaders.TOPIC_SUFFIX, null, keepsKey ? key : null, null);
        put(letter.headers(), DeadLetterHeaders.OMITTED_BYTES, String.valueOf(size));
        return letter;
    }

    private static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
