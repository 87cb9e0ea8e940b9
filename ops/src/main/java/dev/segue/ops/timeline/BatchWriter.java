package dev.segue.ops.timeline;

import dev.segue.ops.EventRecord;
import dev.segue.stage.postgres.Database;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jdbi.v3.core.Handle;

/**
 * Writes some hundred records in one transaction, together with how far they were read. Knows the videos of the latest batches, as
 * nobody else writes them; whoever sees a transaction fail makes a new one. Not for several threads.
 */
final class BatchWriter {
    /** A status is a hint to look again, so ids are all it carries; PostgreSQL takes 8,000 bytes, an id has up to 64. */
    private static final int IDS_A_NOTE = 100;

    static final String CHANNEL = "segue_timeline";
    private static final int REMEMBERED = 1_000;
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final Database database;
    private final StatusTopic statuses;
    private final Map<TopicPartition, Positions.Position> positions;
    private final Expectation expectation;
    private final long epoch;
    private long lookAt = System.nanoTime();
    private final Map<String, VideoState> remembered = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, VideoState> eldest) {
            return size() > REMEMBERED;
        }
    };

    private BatchWriter(
            Database database,
            StatusTopic statuses,
            Map<TopicPartition, Positions.Position> positions,
            Pace pace,
            TimelineSettings settings,
            long epoch) {
        this.database = database;
        this.statuses = statuses;
        this.positions = positions;
        this.expectation = new Expectation(pace, settings.stuckFactor(), settings.stuckFloor());
        this.epoch = epoch;
    }

    /** One that goes on where the tables end. */
    static BatchWriter open(Handle handle, Database database, StatusTopic statuses, TimelineSettings settings) {
        return handle.inTransaction(same -> {
            database.searchHere(same);
            Map<String, Long> paces = same
                    .createQuery("select stage, ms from pace")
                    .map((rs, ctx) -> Map.entry(rs.getString(1), rs.getLong(2)))
                    .stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
            return new BatchWriter(
                    database, statuses, Positions.read(same), new Pace(paces), settings, Positions.epoch(same));
        });
    }

    /** False once somebody has begun a rebuild; looked at once a second. */
    boolean current(Handle handle) {
        if (System.nanoTime() < lookAt) {
            return true;
        }
        lookAt = System.nanoTime() + LOOK_EVERY.toNanos();
        return handle.inTransaction(same -> {
            database.searchHere(same);
            return Positions.epoch(same) == epoch;
        });
    }

    /** Somebody else has written these. */
    void forget(List<String> ids) {
        ids.forEach(remembered::remove);
    }

    Map<TopicPartition, Positions.Position> positions() {
        return positions;
    }

    /**
     * Writes them.
     *
     * @param next how far partitions are read with them
     * @return false when somebody has begun a rebuild: nothing was written, and this writer is of no more use
     */
    boolean write(Handle handle, List<Projected> records, Map<TopicPartition, Long> next) {
        return handle.inTransaction(same -> {
            database.searchHere(same);
            // Rows and positions are lost together or not at all, and Kafka has the records: no need to wait for the
            // disk.
            same.execute("set local synchronous_commit to off");
            if (Positions.epoch(same) != epoch) {
                return false;
            }
            BatchFold fold = new BatchFold(records, known(same, records), positions, expectation);
            VideoRows.write(same, fold.changed().values());
            UnitRows.write(same, records);
            EventRows.write(same, records);
            Positions.write(same, next);
            fold.writeCounts(same);
            note(same, List.copyOf(fold.changed().keySet()));
            // Before the commit, so that no status is ever missing; one too many says what will be true in a moment.
            statuses.write(fold.statuses());
            remember(fold.changed());
            return true;
        });
    }

    private Map<String, VideoState> known(Handle handle, List<Projected> records) {
        Map<String, VideoState> known = new HashMap<>();
        Set<String> unknown = new HashSet<>();
        for (Projected record : records) {
            record.event().map(EventRecord::videoId).ifPresent(id -> {
                VideoState state = remembered.get(id);
                if (state == null) {
                    unknown.add(id);
                } else {
                    known.put(id, state);
                }
            });
        }
        known.putAll(VideoRows.read(handle, unknown));
        return known;
    }

    /** Of what has ended little more will come. */
    private void remember(Map<String, VideoState> changed) {
        changed.forEach((id, state) -> {
            if (state.endedAt() == null) {
                remembered.put(id, state);
            } else {
                remembered.remove(id);
            }
        });
    }

    /** Tells whoever listens which videos to look at again. */
    static void note(Handle handle, List<String> ids) {
        for (int from = 0; from < ids.size(); from += IDS_A_NOTE) {
            String some = String.join(" ", ids.subList(from, Math.min(ids.size(), from + IDS_A_NOTE)));
            handle.createQuery("select pg_notify(:channel, :ids)")
                    .bind("channel", CHANNEL)
                    .bind("ids", some)
                    .mapTo(String.class)
                    .one();
        }
    }
}
