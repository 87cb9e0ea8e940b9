package dev.segue.ops.timeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.segue.contract.Envelope;
import dev.segue.contract.Event;
import dev.segue.contract.EventCodec;
import dev.segue.contract.EventIds;
import dev.segue.contract.EventType;
import dev.segue.contract.Rejected;
import dev.segue.ops.EventRecord;
import dev.segue.stage.DeadLetterHeaders;
import dev.segue.stage.WorkHeaders;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Writes rows of {@code event}: every record but those of single units and forecasts, which a newer one replaces. */
final class EventRows {
    static final String DEAD_LETTER = "dead-letter";

    /** What a retry states again when Kafka no longer has it. */
    private static final Set<EventType> KEPT_WHOLE =
            EnumSet.of(EventType.UPLOAD_COMPLETE, EventType.SCANNED, EventType.PROBED);

    private static final Set<EventType> ELSEWHERE =
            EnumSet.of(EventType.SEGMENTS_READY, EventType.SEGMENT_ENCODED, EventType.FORECAST);

    private static final String INSERT = """
            insert into event (topic, part, log_offset, event_id, video_id, generation, type, at, stage, host, attempts,
                               wait_ms, run_ms, code, message, headers, payload)
            values (:topic, :part, :offset, :eventId, :videoId, :generation, :type, :at, :stage, :host, :attempts,
                    :waitMs, :runMs, :code, :message, cast(:headers as jsonb), :payload)
            on conflict do nothing
            """;

    private EventRows() {}

    static void write(Handle handle, List<Projected> records) {
        PreparedBatch batch = handle.prepareBatch(INSERT);
        for (Projected record : records) {
            record.event().ifPresent(event -> add(batch, record, event));
        }
        if (batch.size() > 0) {
            batch.execute();
        }
    }

    private static void add(PreparedBatch batch, Projected record, EventRecord heard) {
        switch (heard) {
            case EventRecord.Stated s -> {
                EventType type = EventType.of(s.event());
                if (!ELSEWHERE.contains(type)) {
                    stated(batch, record, s, type);
                    batch.add();
                }
            }
            case EventRecord.DeadLetter d -> {
                dead(batch, record, d);
                batch.add();
            }
        }
    }

    private static void stated(PreparedBatch batch, Projected record, EventRecord.Stated s, EventType type) {
        Event event = s.event();
        Rejected rejected = event instanceof Rejected r ? r : null;
        place(batch, record, s, EventIds.of(event), event.generation());
        batch.bind("type", type.kind())
                .bind("stage", stage(record.headers().get(Envelope.SOURCE)))
                .bind("host", text(record, WorkHeaders.HOST))
                .bind("attempts", record.number(WorkHeaders.ATTEMPT))
                .bind("code", rejected == null ? null : rejected.code().name())
                .bind("message", rejected == null ? null : Projected.storable(rejected.sentence()));
        boolean whole = KEPT_WHOLE.contains(type);
        batch.bind("headers", whole ? json(record.headers()) : null)
                .bindByType("payload", whole ? record.payload() : null, byte[].class);
    }

    private static void dead(PreparedBatch batch, Projected record, EventRecord.DeadLetter d) {
        Event event = d.event();
        String id = event == null ? record.headers().getOrDefault(Envelope.ID, d.videoId()) : EventIds.of(event);
        place(batch, record, d, id, event == null ? 1 : event.generation());
        batch.bind("type", DEAD_LETTER)
                .bind("stage", Projected.storable(d.stage()))
                .bind("host", text(record, DeadLetterHeaders.HOST))
                .bind("attempts", record.number(DeadLetterHeaders.ATTEMPTS))
                .bind("code", Projected.storable(d.code()))
                .bind("message", Projected.storable(d.message()))
                .bind("headers", (String) null)
                .bindByType("payload", null, byte[].class);
    }

    private static void place(
            PreparedBatch batch, Projected record, EventRecord heard, String eventId, int generation) {
        batch.bind("topic", record.partition().topic())
                .bind("part", record.partition().partition())
                .bind("offset", record.offset())
                .bind("eventId", Projected.storable(eventId))
                .bind("videoId", Projected.storable(heard.videoId()))
                .bind("generation", generation)
                .bind("at", heard.at().atOffset(ZoneOffset.UTC))
                .bind("waitMs", record.number(WorkHeaders.WAIT_MS))
                .bind("runMs", record.number(WorkHeaders.RUN_MS));
    }

    private static @Nullable String text(Projected record, String header) {
        return Projected.storable(record.headers().get(header));
    }

    /** {@code /segue/scanner} is the scanner; a CMS calls itself what it likes. */
    private static @Nullable String stage(@Nullable String source) {
        return source == null ? null : Projected.storable(source.substring(source.lastIndexOf('/') + 1));
    }

    private static String json(Map<String, String> headers) {
        Map<String, String> texts = new TreeMap<>();
        headers.forEach((name, value) -> texts.put(Projected.storable(name), Projected.storable(value)));
        try {
            return EventCodec.json().writeValueAsString(texts);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts cannot be written as JSON", e);
        }
    }
}
