package dev.segue.ops.timeline;

import dev.segue.stage.postgres.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds videos that do not move and tells of them. Only while the projection keeps up: what lies unread in Kafka may well be the move
 * that a video is missed for. Not for several threads.
 */
final class StuckWatch {
    private static final Logger LOG = LoggerFactory.getLogger(StuckWatch.class);
    static final Duration USUAL = Duration.ofSeconds(5);
    /** A record that is younger was written a moment ago. */
    private static final Duration RECENT = Duration.ofSeconds(5);

    private final Database database;
    private final Duration every;
    private final Clock clock;
    private long nextAt = System.nanoTime();

    StuckWatch(Database database, Duration every, Clock clock) {
        this.database = database;
        this.every = every;
        this.clock = clock;
    }

    /** @param batch what was read last */
    void look(Handle handle, BatchWriter writer, StatusTopic statuses, List<Projected> batch) {
        if (System.nanoTime() < nextAt || !keepsUp(batch)) {
            return;
        }
        nextAt = System.nanoTime() + every.toNanos();
        List<VideoState> stuck = handle.inTransaction(same -> {
            database.searchHere(same);
            List<VideoState> found = same.createQuery("update video set state = 'stuck', stuck_since = due_at"
                            + " where state = 'running' and due_at < :now returning " + VideoRows.COLUMNS)
                    .bind("now", Instant.now(clock).atOffset(ZoneOffset.UTC))
                    .map((rs, ctx) -> VideoRows.state(rs))
                    .list();
            BatchWriter.note(same, ids(found));
            statuses.write(found.stream().map(VideoStatus::of).toList());
            return found;
        });
        writer.forget(ids(stuck));
        stuck.forEach(state -> LOG.atWarn()
                .addKeyValue("videoId", state.progress().videoId())
                .addKeyValue("stage", state.progress().stage().orElse("unknown"))
                .addKeyValue("progressedAt", state.progressedAt())
                .log("video is stuck"));
    }

    private boolean keepsUp(List<Projected> batch) {
        Instant recent = Instant.now(clock).minus(RECENT);
        return batch.isEmpty()
                || batch.stream().flatMap(r -> r.event().stream()).anyMatch(event -> event.at()
                        .isAfter(recent));
    }

    private static List<String> ids(List<VideoState> states) {
        return states.stream().map(s -> s.progress().videoId()).toList();
    }
}
