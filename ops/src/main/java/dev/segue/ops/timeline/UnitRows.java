package dev.segue.ops.timeline;

import dev.segue.contract.Event;
import dev.segue.contract.SegmentEncoded;
import dev.segue.contract.SegmentsReady;
import dev.segue.ops.EventRecord;
import dev.segue.stage.WorkHeaders;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Writes rows of {@code unit}: when each became ready, was handed out, and was encoded, by whom and at what cost. */
final class UnitRows {
    private static final String READY = """
            insert into unit (video_id, generation, track, unit, ready_at)
            values (:videoId, :generation, :track, :unit, :at)
            on conflict (video_id, generation, track, unit)
            do update set ready_at = least(unit.ready_at, excluded.ready_at)
            """;

    /** All records of a unit on one topic lie in one partition, so that a later one has a greater offset. */
    private static final String QUEUED = """
            insert into unit (video_id, generation, track, unit, queued_at, queued_times, queued_offset)
            values (:videoId, :generation, :track, :unit, :at, 1, :offset)
            on conflict (video_id, generation, track, unit) do update set
                queued_at = greatest(unit.queued_at, excluded.queued_at),
                queued_times = unit.queued_times
                    + case when excluded.queued_offset > coalesce(unit.queued_offset, -1) then 1 else 0 end,
                queued_offset = greatest(unit.queued_offset, excluded.queued_offset)
            """;

    /** Each value as the first result has it. */
    private static final String ENCODED = """
            insert into unit (video_id, generation, track, unit, encoded_at, encoded_times, encoded_offset, cpu_ms, host,
                              attempts, wait_ms, run_ms)
            values (:videoId, :generation, :track, :unit, :at, 1, :offset, :cpuMs, :host, :attempts, :waitMs, :runMs)
            on conflict (video_id, generation, track, unit) do update set
                encoded_at = coalesce(unit.encoded_at, excluded.encoded_at),
                encoded_times = unit.encoded_times
                    + case when excluded.encoded_offset > coalesce(unit.encoded_offset, -1) then 1 else 0 end,
                encoded_offset = greatest(unit.encoded_offset, excluded.encoded_offset),
                cpu_ms = coalesce(unit.cpu_ms, excluded.cpu_ms),
                host = case when unit.encoded_at is null then excluded.host else unit.host end,
                attempts = case when unit.encoded_at is null then excluded.attempts else unit.attempts end,
                wait_ms = case when unit.encoded_at is null then excluded.wait_ms else unit.wait_ms end,
                run_ms = case when unit.encoded_at is null then excluded.run_ms else unit.run_ms end
            """;

    private UnitRows() {}

    static void write(Handle handle, List<Projected> records) {
        PreparedBatch ready = handle.prepareBatch(READY);
        PreparedBatch queued = handle.prepareBatch(QUEUED);
        PreparedBatch encoded = handle.prepareBatch(ENCODED);
        for (Projected record : records) {
            if (record.event().orElse(null) instanceof EventRecord.Stated stated) {
                OffsetDateTime at = stated.at().atOffset(ZoneOffset.UTC);
                switch (stated.event()) {
                    case SegmentsReady e -> {
                        boolean handedOut = stated.topic().equals(Projected.ENCODE_QUEUE);
                        PreparedBatch batch = handedOut ? queued : ready;
                        key(batch, e, e.unit().track(), e.unit().index(), at);
                        if (handedOut) {
                            batch.bind("offset", record.offset());
                        }
                        batch.add();
                    }
                    case SegmentEncoded e ->
                        key(encoded, e, e.track(), e.unit(), at)
                                .bind("offset", record.offset())
                                .bind("cpuMs", e.cpuMs())
                                .bind(
                                        "host",
                                        Projected.storable(record.headers().get(WorkHeaders.HOST)))
                                .bind("attempts", record.number(WorkHeaders.ATTEMPT))
                                .bind("waitMs", record.number(WorkHeaders.WAIT_MS))
                                .bind("runMs", record.number(WorkHeaders.RUN_MS))
                                .add();
                    default -> {
                        // A row of event.
                    }
                }
            }
        }
        for (PreparedBatch batch : List.of(ready, queued, encoded)) {
            if (batch.size() > 0) {
                batch.execute();
            }
        }
    }

    private static PreparedBatch key(PreparedBatch batch, Event event, String track, int unit, OffsetDateTime at) {
        return batch.bind("videoId", event.videoId())
                .bind("generation", event.generation())
                .bind("track", track)
                .bind("unit", unit)
                .bind("at", at);
    }
}
