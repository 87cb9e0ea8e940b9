package dev.segue.ops.timeline;

import dev.segue.stage.TransientFailure;
import dev.segue.stage.postgres.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Asks the timeline. Safe to use from any thread; every question fails with {@code database-unavailable} while PostgreSQL is away or
 * takes too long.
 */
public final class Timeline {
    /** The group under which Kafka is told how far the timeline is; it never has members, as the tables decide where it goes on. */
    public static final String GROUP = "segue-timeline";

    private static final int EVENTS_USUAL = 200;
    private static final int EVENTS_MOST = 1_000;

    private final Database database;

    public Timeline(Database database) {
        this.database = database;
    }

    public Optional<TimelineVideo> find(String videoId) throws TransientFailure {
        return asked(handle -> Optional.ofNullable(
                        VideoRows.read(handle, List.of(videoId)).get(videoId))
                .map(TimelineVideo::of));
    }

    /** What became of each stage's work on a run; the stages in the order in which they have a video. */
    public StageTimes stages(String videoId, int generation) throws TransientFailure {
        return asked(handle -> StageTimes.read(handle, videoId, generation));
    }

    /** The videos asked for, the youngest upload first. */
    public Page<TimelineVideo> videos(VideoFilter filter) throws TransientFailure {
        return asked(handle -> videos(handle, filter));
    }

    private static Page<TimelineVideo> videos(Handle handle, VideoFilter filter) {
        VideoQuery query = VideoQuery.of(filter);
        List<Found> found = query.bind(handle).map((rs, ctx) -> Found.of(rs)).list();
        boolean more = found.size() > filter.limit();
        List<Found> page = more ? found.subList(0, filter.limit()) : found;
        return new Page<>(
                page.stream().map(f -> TimelineVideo.of(f.state)).toList(),
                more
                        ? new Cursor(
                                        page.getLast().firstAt,
                                        List.of(page.getLast().state.progress().videoId()))
                                .text()
                        : null);
    }

    private record Found(VideoState state, Instant firstAt) {
        static Found of(ResultSet rs) throws SQLException {
            return new Found(VideoRows.state(rs), Objects.requireNonNull(VideoRows.instant(rs, "first_at")));
        }
    }

    /**
     * All that happened to a video, the oldest first.
     *
     * @param generation the run, absent for all of them
     * @throws QueryException when limit or cursor cannot be read
     */
    public Page<Happening> events(
            String videoId, @Nullable Integer generation, @Nullable String limit, @Nullable String cursor)
            throws TransientFailure {
        int rows = VideoFilter.limit(limit, EVENTS_USUAL, EVENTS_MOST);
        Cursor after = cursor == null ? null : Cursor.of(cursor, 2);
        List<Happening> found = asked(handle -> {
            Map<String, Object> binds = new TreeMap<>();
            binds.put("id", videoId);
            StringBuilder sql = new StringBuilder("select * from history where video_id = :id");
            if (generation != null) {
                sql.append(" and generation = :generation");
                binds.put("generation", generation);
            }
            if (after != null) {
                sql.append(" and (at, type, event_id) > (:at, :type, :event)");
                binds.put("at", after.at().atOffset(ZoneOffset.UTC));
                binds.put("type", after.keys().get(0));
                binds.put("event", after.keys().get(1));
            }
            Query query = handle.createQuery(sql + " order by at, type, event_id limit " + (rows + 1));
            return query.bindMap(binds).map((rs, ctx) -> happening(rs)).list();
        });
        boolean more = found.size() > rows;
        List<Happening> page = more ? found.subList(0, rows) : found;
        Happening last = page.isEmpty() ? null : page.getLast();
        return new Page<>(
                page, more && last != null ? new Cursor(last.at(), List.of(last.type(), last.eventId())).text() : null);
    }

    private static Happening happening(ResultSet rs) throws SQLException {
        return new Happening(
                Objects.requireNonNull(VideoRows.instant(rs, "at")),
                rs.getString("type"),
                rs.getInt("generation"),
                rs.getString("event_id"),
                rs.getString("topic"),
                rs.getString("stage"),
                rs.getString("host"),
                rs.getObject("attempts", Integer.class),
                rs.getObject("wait_ms", Long.class),
                rs.getObject("run_ms", Long.class),
                rs.getObject("cpu_ms", Long.class),
                rs.getString("code"),
                rs.getString("message"),
                rs.getString("track"),
                rs.getObject("unit", Integer.class));
    }

    private interface Question<T> {
        T ask(Handle handle);
    }

    private <T> T asked(Question<T> question) throws TransientFailure {
        return database.inTransaction(handle -> {
            // Nobody waits longer for an answer, and the projection needs the database too.
            handle.execute("set local statement_timeout to '5s'");
            return question.ask(handle);
        });
    }
}
