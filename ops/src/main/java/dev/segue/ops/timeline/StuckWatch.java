package dev.segue.ops.timeline;

import dev.segue.stage.postgres.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds videos that do not move and tells of them. Only while the projection has read, from every partition, all that was written until
 * a moment ago: what lies unread in Kafka may well be the move that a video is missed for. Not for several threads.
 */
final class StuckWatch {
    private static final Logger LOG = LoggerFactory.getLogger(StuckWatch.class);
    static final Duration USUAL = Duration.ofSeconds(5);
    /** A busy cluster is never read to its end; whoever comes this soon where the end was keeps up. */
    private static final Duration SOON = Duration.ofSeconds(5);

    private final Database database;
    private final Duration every;
    private final Clock clock;
    private long nextAt = System.nanoTime();
    /** Where everything ended at a moment, not all of which is read yet; absent between two looks. */
    private @Nullable Ends ends;

    StuckWatch(Database database, Duration every, Clock clock) {
        this.database = database;
        this.every = every;
        this.clock = clock;
    }

    private record Ends(Instant at, Map<TopicPartition, Long> offsets) {}

    /** @param records what was read of them is written */
    void look(Handle handle, BatchWriter writer, StatusTopic statuses, RecordSource records) {
        Instant readUntil = System.nanoTime() < nextAt ? null : readUntil(records);
        if (readUntil == null) {
            return;
        }
        nextAt = System.nanoTime() + every.toNanos();
        List<VideoState> stuck = handle.inTransaction(same -> {
            database.searchHere(same);
            List<VideoState> found = same.createQuery("update video set state = 'stuck', stuck_since = due_at"
                            + " where state = 'running' and due_at < :until returning " + VideoRows.COLUMNS)
                    .bind("until", readUntil.atOffset(ZoneOffset.UTC))
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

    /** When everything was written that is read by now; absent while that is long ago or unknown. */
    private @Nullable Instant readUntil(RecordSource records) {
        Ends known = ends == null ? ends(records) : ends;
        if (known == null || !records.hasRead(known.offsets())) {
            ends = known;
            return null;
        }
        ends = null;
        return Duration.between(known.at(), Instant.now(clock)).compareTo(SOON) < 0 ? known.at() : null;
    }

    private @Nullable Ends ends(RecordSource records) {
        Instant now = Instant.now(clock);
        Ends found = records.ends().map(offsets -> new Ends(now, offsets)).orElse(null);
        if (found == null) {
            nextAt = System.nanoTime() + every.toNanos();
        }
        return found;
    }

    private static List<String> ids(List<VideoState> states) {
        return states.stream().map(s -> s.progress().videoId()).toList();
    }
}
