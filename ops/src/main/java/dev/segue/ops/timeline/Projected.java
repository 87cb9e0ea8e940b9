package dev.segue.ops.timeline;

import dev.segue.ops.EventRecord;
import dev.segue.ops.RecordReader;
import dev.segue.stage.HeaderTexts;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One record to be projected.
 *
 * @param event what it says, empty for a record that is no event: its stage dead-letters it, and that is projected too
 * @param headers of the record
 */
record Projected(
        TopicPartition partition,
        long offset,
        Optional<EventRecord> event,
        Map<String, String> headers,
        byte @Nullable [] payload) {
    /** Holds copies of {@code segments-ready}, handed out and perhaps handed out again. */
    static final String ENCODE_QUEUE = "encode-queue";

    /** The whole years that PostgreSQL's calendar has. */
    private static final Instant FIRST = Instant.parse("-4712-01-01T00:00:00Z");

    private static final Instant END = Instant.parse("+294276-01-01T00:00:00Z");

    static Projected of(RecordReader reader, ConsumerRecord<@Nullable String, byte @Nullable []> record) {
        return new Projected(
                new TopicPartition(record.topic(), record.partition()),
                record.offset(),
                reader.read(record),
                HeaderTexts.of(record.headers()),
                record.value());
    }

    /** Whether PostgreSQL can hold the text, or look for it. */
    static boolean isStorable(String text) {
        return text.indexOf('\0') < 0;
    }

    /** Likewise. */
    static boolean isStorable(Instant time) {
        return !time.isBefore(FIRST) && time.isBefore(END);
    }

    /** PostgreSQL's text holds every character but this one. */
    static @Nullable String storable(@Nullable String text) {
        return text == null ? null : text.replace('\0', '\uFFFD');
    }

    /** A header that holds a number, absent where it does not. */
    @Nullable
    Long number(String header) {
        String text = headers.get(header);
        return text != null && text.matches("\\d{1,18}") ? Long.valueOf(text) : null;
    }
}
