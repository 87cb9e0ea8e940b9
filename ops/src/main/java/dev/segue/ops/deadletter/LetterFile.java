package dev.segue.ops.deadletter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.segue.ops.TopicScan;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
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
    @SuppressWarnings("ArrayRecordComponent") // as Kafka has it; compared by Content
    public record HeaderLine(String name, byte @Nullable [] value) {}

    /**
     * One letter.
     *
     * @param id where it lay when it was exported
     */
    @SuppressWarnings("ArrayRecordComponent") // as Kafka has it; compared by Content
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

    /** What makes it the same letter wherever in its topic it lies: everything but its place and time, as a digest. */
    private record Content(String topic, String sha256) {
        static Content of(Line line) {
            try {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                part(digest, line.key());
                part(digest, line.value());
                for (HeaderLine header : line.headers()) {
                    part(digest, header.name().getBytes(StandardCharsets.UTF_8));
                    part(digest, header.value());
                }
                return new Content(line.id().topic(), HexFormat.of().formatHex(digest.digest()));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }

        /** With its length, so that no part can be taken for a piece of its neighbour. */
        private static void part(MessageDigest digest, byte @Nullable [] bytes) {
            digest.update(ByteBuffer.allocate(Integer.BYTES)
                    .putInt(bytes == null ? -1 : bytes.length)
                    .array());
            if (bytes != null) {
                digest.update(bytes);
            }
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
