package dev.segue.ops.timeline;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.segue.contract.Event;
import dev.segue.contract.EventCodec;
import dev.segue.contract.EventType;
import dev.segue.ops.EventRecord;
import dev.segue.ops.VideoProgress;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A video's progress as JSON, so that the next record can be added to it later and elsewhere. */
final class ProgressJson {
    private static final JsonMapper JSON = EventCodec.json()
            .rebuild()
            .addModule(new SimpleModule()
                    .addSerializer(EventRecord.DeadLetter.class, new LetterWriter())
                    .addDeserializer(EventRecord.DeadLetter.class, new LetterReader()))
            .build();

    private ProgressJson() {}

    static String write(VideoProgress progress) {
        try {
            return JSON.writeValueAsString(progress);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a video's progress cannot be written as JSON: " + progress.videoId(), e);
        }
    }

    static VideoProgress read(String json) {
        try {
            return JSON.readValue(json, VideoProgress.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "the timeline holds what this version cannot read; run ./segue timeline rebuild", e);
        }
    }

    /** The event of a dead letter may be of any kind, so the kind is written with it. */
    private record Letter(
            String topic,
            String origin,
            String videoId,
            @Nullable String type,
            @Nullable JsonNode event,
            String stage,
            String code,
            String message,
            Instant at) {}

    private static final class LetterWriter extends JsonSerializer<EventRecord.DeadLetter> {
        @Override
        public void serialize(EventRecord.DeadLetter d, JsonGenerator out, SerializerProvider provider)
                throws IOException {
            Event event = d.event();
            provider.defaultSerializeValue(
                    new Letter(
                            d.topic(),
                            d.origin(),
                            d.videoId(),
                            event == null ? null : EventType.of(event).ceType(),
                            event == null ? null : EventCodec.json().valueToTree(event),
                            d.stage(),
                            d.code(),
                            d.message(),
                            d.at()),
                    out);
        }
    }

    private static final class LetterReader extends JsonDeserializer<EventRecord.DeadLetter> {
        @Override
        public EventRecord.DeadLetter deserialize(JsonParser in, DeserializationContext context) throws IOException {
            Letter d = context.readValue(in, Letter.class);
            return new EventRecord.DeadLetter(
                    d.topic(), d.origin(), d.videoId(), event(d), d.stage(), d.code(), d.message(), d.at());
        }

        private static @Nullable Event event(Letter d) throws IOException {
            if (d.type() == null || d.event() == null) {
                return null;
            }
            EventType type = EventType.ofCeType(d.type())
                    .orElseThrow(() -> new IOException("a dead letter of unknown type " + d.type()));
            return EventCodec.json().treeToValue(d.event(), type.record());
        }
    }
}
