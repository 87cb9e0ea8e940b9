package dev.segue.ops.deadletter;

import dev.segue.contract.Envelope;
import dev.segue.contract.Event;
import dev.segue.contract.EventCodec;
import dev.segue.contract.MalformedEventException;
import dev.segue.contract.Probed;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.Unit;
import dev.segue.stage.DeadLetterHeaders;
import dev.segue.stage.HeaderTexts;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Reads dead letters of this pipeline and of those that others write: Kafka Connect, Kafka Streams (KIP-1034), the broker's share
 * groups (KIP-1191) and Spring Kafka.
 */
final class LetterReader {
    private static final long MICROS = 1_000_000;
    private static final String UNKNOWN = "unknown";

    private final EventCodec codec = new EventCodec(Clock.systemUTC());

    Letter read(ConsumerRecord<byte[], byte @Nullable []> record) {
        Map<String, String> headers = HeaderTexts.of(record.headers());
        Event event = event(headers, record.value());
        String message = first(
                        headers,
                        DeadLetterHeaders.MESSAGE,
                        "__connect.errors.exception.message",
                        "__streams.errors.message",
                        "__dlq.errors.message",
                        "kafka_dlt-exception-message")
                .orElse("no reason given");
        String code = first(
                        headers,
                        DeadLetterHeaders.CODE,
                        "__connect.errors.exception.class.name",
                        "__streams.errors.exception",
                        "kafka_dlt-exception-fqcn")
                .orElse(UNKNOWN);
        String cause = Fingerprint.cause(message, headers.get(DeadLetterHeaders.FFMPEG_LOG));
        return new Letter(
                LetterId.of(record),
                Instant.ofEpochMilli(record.timestamp()),
                origin(headers),
                first(headers, DeadLetterHeaders.GROUP, "__dlq.errors.group", "kafka_dlt-original-consumer-group")
                        .orElse(null),
                first(headers, DeadLetterHeaders.STAGE, "__connect.errors.connector.name")
                        .orElse(UNKNOWN),
                headers.getOrDefault(DeadLetterHeaders.KIND, UNKNOWN),
                code,
                message,
                cause,
                Fingerprint.of(code, cause),
                videoId(event, headers, record.key()),
                headers.get(Envelope.ID),
                number(headers.get(DeadLetterHeaders.REPLAYS)),
                event == null ? 0 : filmUs(event),
                headers.containsKey(DeadLetterHeaders.OMITTED_BYTES));
    }

    /** The topic that a letter was read from. */
    static @Nullable String origin(Map<String, String> headers) {
        return first(
                        headers,
                        DeadLetterHeaders.ORIGIN_TOPIC,
                        "__connect.errors.topic",
                        "__streams.errors.topic",
                        "__dlq.errors.topic",
                        "kafka_dlt-original-topic")
                .orElse(null);
    }

    /** Whether a header belongs to the death of a record and not to the record. */
    static boolean isOfDeath(Header header) {
        String name = header.key();
        return name.startsWith(DeadLetterHeaders.PREFIX)
                || name.startsWith("__connect.errors.")
                || name.startsWith("__streams.errors.")
                || name.startsWith("__dlq.errors.")
                || name.startsWith("kafka_dlt-");
    }

    private static Optional<String> first(Map<String, String> headers, String... names) {
        for (String name : names) {
            String value = headers.get(name);
            if (value != null && !value.isBlank()) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    private @Nullable Event event(Map<String, String> headers, byte @Nullable [] value) {
        try {
            return value == null ? null : codec.readAny(headers, value);
        } catch (MalformedEventException e) {
            return null; // which may be why it is here
        }
    }

    private static @Nullable String videoId(@Nullable Event event, Map<String, String> headers, byte @Nullable [] key) {
        if (event != null) {
            return event.videoId();
        }
        String subject = headers.get(Envelope.SUBJECT);
        return subject != null || key == null || key.length > 64 ? subject : new String(key, StandardCharsets.UTF_8);
    }

    private static long filmUs(Event event) {
        return switch (event) {
            case Probed probed -> probed.media().durationUs();
            case SegmentsReady ready ->
                switch (ready.unit()) {
                    case Unit.VideoChunk chunk -> {
                        long[] times = chunk.times().boundaries();
                        yield chunk.stream().timeBase().rescale(times[times.length - 1] - times[0], MICROS);
                    }
                    case Unit.AudioTrack track -> track.endUs() - track.originUs();
                };
            default -> 0;
        };
    }

    private static int number(@Nullable String text) {
        return text != null && text.matches("\\d{1,6}") ? Integer.parseInt(text) : 0;
    }
}
