package dev.segue.ops.timeline;

import dev.segue.contract.Job;
import dev.segue.ops.VideoOutcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Reads and writes rows of {@code video}. */
final class VideoRows {
    static final String COLUMNS =
            "progress, progressed_at, ended_at, due_at, stuck_since, died, published_generation, first_at";

    private static final String UPSERT = """
            insert into video (video_id, generation, state, stage, owner, name, code, first_at, last_at, progressed_at,
                               ended_at, due_at, stuck_since, published_generation, died, progress)
            values (:videoId, :generation, :state, :stage, :owner, :name, :code, :firstAt, :lastAt, :progressedAt,
                    :endedAt, :dueAt, :stuckSince, :publishedGeneration, :died, :progress)
            on conflict (video_id) do update set
                generation = excluded.generation, state = excluded.state, stage = excluded.stage, owner = excluded.owner,
                name = excluded.name, code = excluded.code, first_at = least(video.first_at, excluded.first_at),
                last_at = excluded.last_at, progressed_at = excluded.progressed_at, ended_at = excluded.ended_at,
                due_at = excluded.due_at, stuck_since = excluded.stuck_since,
                published_generation = excluded.published_generation, died = excluded.died, progress = excluded.progress
            """;

    private VideoRows() {}

    static Map<String, VideoState> read(Handle handle, Collection<String> ids) {
        Map<String, VideoState> states = new HashMap<>();
        if (!ids.isEmpty()) {
            handle.createQuery("select " + COLUMNS + " from video where video_id = any(:ids)")
                    .bindArray("ids", String.class, ids.toArray())
                    .map((rs, ctx) -> state(rs))
                    .forEach(state -> states.put(state.progress().videoId(), state));
        }
        return states;
    }

    static VideoState state(ResultSet rs) throws SQLException {
        int published = rs.getInt("published_generation");
        Integer publishedGeneration = rs.wasNull() ? null : Integer.valueOf(published);
        Instant progressedAt = instant(rs, "progressed_at");
        return new VideoState(
                ProgressJson.read(rs.getString("progress")),
                progressedAt == null ? Instant.EPOCH : progressedAt,
                instant(rs, "ended_at"),
                instant(rs, "due_at"),
                instant(rs, "stuck_since"),
                rs.getBoolean("died"),
                publishedGeneration);
    }

    static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
        OffsetDateTime at = rs.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    static void write(Handle handle, Collection<VideoState> states) {
        PreparedBatch batch = handle.prepareBatch(UPSERT);
        for (VideoState state : states) {
            Job job = state.progress().job();
            batch.bind("videoId", state.progress().videoId())
                    .bind("generation", state.progress().generation())
                    .bind("state", state.state())
                    .bind(
                            "stage",
                            state.progress().stage().map(Projected::storable).orElse(null))
                    .bind("owner", job == null ? Job.DEFAULT_OWNER : job.owner())
                    .bind("name", job == null ? "" : job.name())
                    .bind("code", code(state.progress().outcome()))
                    .bind("firstAt", at(state.progress().firstAt()))
                    .bind("lastAt", at(state.progress().lastAt()))
                    .bind("progressedAt", at(state.progressedAt()))
                    .bind("endedAt", at(state.endedAt()))
                    .bind("dueAt", at(state.dueAt()))
                    .bind("stuckSince", at(state.stuckSince()))
                    .bind("publishedGeneration", state.publishedGeneration())
                    .bind("died", state.died())
                    .bind("progress", ProgressJson.write(state.progress()))
                    .add();
        }
        if (batch.size() > 0) {
            batch.execute();
        }
    }

    static @Nullable String code(VideoOutcome outcome) {
        return switch (outcome) {
            case VideoOutcome.Refused r -> r.rejected().code().name();
            case VideoOutcome.Failed f -> Projected.storable(f.code());
            case VideoOutcome.Cancelled c -> null;
            case VideoOutcome.Running r -> null;
            case VideoOutcome.Playable p -> null;
        };
    }

    private static @Nullable OffsetDateTime at(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
