package dev.segue.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes events as CloudEvents 1.0 in Kafka's binary mode and reads them back.
 *
 * <p>{@link #read} is strict and for what stages say to each other. {@link #readAtTheDoor} also takes what a CMS may send:
 * structured mode ({@code application/cloudevents+json}), plain JSON that names its {@code type}, missing defaults, and a
 * videoId given only as the record's key or the CloudEvents subject. Unknown fields are ignored by both, so that an event may
 * gain fields without a new version.
 */
public final class EventCodec {
    private static final String JSON_TYPE = "application/json";
    private static final String STRUCTURED = "application/cloudevents+json";

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // Jackson would cut 1.7 down to 1, and take 2 for the third constant of an enum.
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .build();

    private final Clock clock;

    public EventCodec(Clock clock) {
        this.clock = clock;
    }

    /** The mapper that gives events their JSON shape. */
    public static JsonMapper json() {
        return JSON;
    }

    /**
     * The event ready to travel.
     *
     * @param event the fact
     * @param source who states it, {@code /segue/scanner}
     * @param traceparent the trace it belongs to, absent for none
     */
    public Envelope write(Event event, String source, @Nullable String traceparent) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(Envelope.SPEC_VERSION, "1.0");
        headers.put(Envelope.ID, EventIds.of(event));
        headers.put(Envelope.TYPE, EventType.of(event).ceType());
        headers.put(Envelope.SOURCE, source);
        headers.put(Envelope.SUBJECT, event.videoId());
        headers.put(Envelope.TIME, Instant.now(clock).toString());
        headers.put(Envelope.CONTENT_TYPE, JSON_TYPE);
        if (traceparent != null) {
            headers.put(Envelope.TRACEPARENT, traceparent);
        }
        try {
            return new Envelope(event.videoId(), headers, JSON.writeValueAsBytes(event));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("event cannot be written as JSON: " + EventIds.of(event), e);
        }
    }

    /**
     * Reads an event of one kind.
     *
     * @throws MalformedEventException when it is of another kind or version, is not JSON or breaks a rule of its record
     */
    public <E extends Event> E read(Class<E> kind, Map<String, String> headers, byte @Nullable [] value)
            throws MalformedEventException {
        EventType type = EventType.ofRecord(kind);
        String ceType = headers.get(Envelope.TYPE);
        if (!type.ceType().equals(ceType)) {
            throw new MalformedEventException(
                    "expected " + Envelope.TYPE + " " + type.ceType() + " but it is " + ceType);
        }
        E event = value == null ? null : straight(kind, value);
        return event == null ? bind(kind, tree(value)) : event;
    }

    /** Most events are what they should be. Null for one that is not: how it is wrong shows when it is read step by step. */
    private static <E extends Event> @Nullable E straight(Class<E> kind, byte[] value) {
        try {
            return JSON.readValue(value, kind);
        } catch (IOException | RuntimeException malformed) {
            return null;
        }
    }

    /** Reads whatever kind of event the headers name. */
    public Event readAny(Map<String, String> headers, byte @Nullable [] value) throws MalformedEventException {
        String ceType = headers.getOrDefault(Envelope.TYPE, "none");
        Optional<EventType> type = EventType.ofCeType(ceType);
        if (type.isEmpty()) {
            throw new MalformedEventException("unknown " + Envelope.TYPE + ": " + ceType);
        }
        return read(type.get().record(), headers, value);
    }

    /**
     * Reads an event from outside; see the class comment for what is forgiven.
     *
     * @param key the record's key
     * @throws MalformedEventException with a sentence that tells the sender what to change
     */
    public <E extends Event> E readAtTheDoor(
            Class<E> kind, @Nullable String key, Map<String, String> headers, byte @Nullable [] value)
            throws MalformedEventException {
        EventType expected = EventType.ofRecord(kind);
        JsonNode body = tree(value);
        String type = headers.get(Envelope.TYPE);
        String subject = headers.get(Envelope.SUBJECT);
        String contentType = headers.getOrDefault(Envelope.CONTENT_TYPE, "").toLowerCase(Locale.ROOT);
        if (type == null && contentType.startsWith(STRUCTURED)) {
            type = text(body, "type");
            subject = text(body, "subject");
            JsonNode data = body.get("data");
            if (data == null || !data.isObject()) {
                throw new MalformedEventException("a structured CloudEvent must carry its data as a JSON object");
            }
            body = data;
        } else if (type == null) {
            type = text(body, "type");
        }
        if (!expected.ceType().equals(type)) {
            throw new MalformedEventException("expected an event of type " + expected.ceType() + " but it is " + type
                    + "; name the type in the header " + Envelope.TYPE + " or in the field \"type\"");
        }
        if (!(body instanceof ObjectNode object)) {
            throw new MalformedEventException("expected a JSON object");
        }
        if (!object.hasNonNull("videoId")) {
            String named = subject != null ? subject : key;
            if (named == null) {
                throw new MalformedEventException(
                        "videoId is missing; name the video in the field \"videoId\", in the header " + Envelope.SUBJECT
                                + " or as the record's key");
            }
            object.put("videoId", named);
        }
        if (!object.hasNonNull("generation")) {
            object.put("generation", 1);
        }
        if (!object.hasNonNull("job")) {
            object.putObject("job");
        }
        return bind(kind, object);
    }

    private static @Nullable String text(JsonNode body, String field) {
        JsonNode value = body.get(field);
        return value != null && value.isTextual() ? value.textValue() : null;
    }

    private static JsonNode tree(byte @Nullable [] value) throws MalformedEventException {
        if (value == null) {
            throw new MalformedEventException("expected a JSON object but the record has no value");
        }
        try {
            JsonNode tree = JSON.readTree(value);
            if (tree == null || !tree.isObject()) {
                throw new MalformedEventException("expected a JSON object");
            }
            return tree;
        } catch (IOException e) {
            throw new MalformedEventException("not JSON", e);
        }
    }

    private static <E extends Event> E bind(Class<E> kind, JsonNode tree) throws MalformedEventException {
        try {
            return JSON.treeToValue(tree, kind);
        } catch (JsonProcessingException | RuntimeException e) {
            throw new MalformedEventException(
                    "not a valid " + EventType.ofRecord(kind).kind() + " event: " + MalformedReason.of(e), e);
        }
    }
}
