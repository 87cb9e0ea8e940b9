package dev.segue.ops.deadletter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** Dead letters as lines of JSON, to be kept or taken to another cluster. Keys, values and headers are bytes, in Base64. */
public final class LetterFile {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private LetterFile() {}

    /** A header of a record. */
    @SuppressWarnings("ArrayRecordComponent") // as Kafka has it; compared by Arrays where it matters
    public record HeaderLine(String name, byte @Nullable [] value) {}

    /**
     * One letter.
     *
     * @param id where it lay when it was exported
     */
    @SuppressWarnings("ArrayRecordComponent") // as Kafka has it; compared by Arrays where it matters
    public record Line(
            LetterId id, long timestamp, byte @Nullable [] key, byte @Nullable [] value, List<HeaderLine> headers) {
        public Line {
            headers = List.copyOf(headers);
        }

        /** A record as it lies on its topic. */
        public static Line of(ConsumerRecord<byte[], byte @Nullable []> record) {
            List<HeaderLine> headers = new ArrayList<>();
            record.headers().forEach(h -> headers.add(new HeaderLine(h.key(), h.value())));
            return new Line(LetterId.of(record), record.timestamp(), record.key(), record.value(), headers);
        }

        /** With the time of writing: after the old one, the topic's retention might take it at once. */
        ProducerRecord<byte[], byte @Nullable []> record() {
            List<Header> kafka = new ArrayList<>();
            headers.forEach(h -> kafka.add(new RecordHeader(h.name(), h.value())));
            return new ProducerRecord<>(id.topic(), null, key, value, kafka);
        }

        /** What makes it the same letter wherever it lies: everything but its place. */
        private int content() {
            int hash = 31 * Arrays.hashCode(key) + Arrays.hashCode(value);
            for (HeaderLine header : headers) {
                hash = 31 * hash + 17 * header.name().hashCode() + Arrays.hashCode(header.value());
            }
            return hash;
        }
    }

    /** As one line of a file. */
    public static String write(Line line) {
        try {
            return JSON.writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a letter cannot be written as JSON", e);
        }
    }

    /** @throws IllegalArgumentException when it is no line of such a file */
    public static Line read(String line) {
        try {
            return JSON.readValue(line, Line.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "this is no line of exported dead letters: " + e.getOriginalMessage(), e);
        }
    }

    private record Content(String topic, int content) {
        static Content of(Line line) {
            return new Content(line.id().topic(), line.content());
        }
    }

    /** Letters that are there already. */
    static final class Known {
        private final Set<Content> contents = new HashSet<>();

        boolean has(Line line) {
            return contents.contains(Content.of(line));
        }

        void add(Line line) {
            contents.add(Content.of(line));
        }
    }

    static Known known(TopicScan scan, List<Line> lines) {
        Known known = new Known();
        scan.all(lines.stream().map(l -> l.id().topic()).distinct().toList(), record -> known.add(Line.of(record)));
        return known;
    }
}
