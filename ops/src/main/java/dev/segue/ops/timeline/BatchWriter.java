package dev.segue.ops.timeline;

import dev.segue.ops.EventRecord;
import dev.segue.stage.postgres.Database;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * Writes some hundred records in one transaction, together with how far they were read. Knows the videos of the latest batches, as
 * nobody else writes them; whoever sees a transaction fail makes a new one. Not for several threads.
 */
final class BatchWriter {
    /** A status is a hint to look again, so ids are all it carries; PostgreSQL takes 8,000 bytes, an id has up to 64. */
    private static final int IDS_A_NOTE = 100;

    static final String CHANNEL = "segue_timeline";
    private static final int REMEMBERED = 2_000;

    private final Database database;
    private final StatusTopic statuses;
    private final Map<TopicPartition, Positions.Position> positions;
    private final Pace pace;
    private final Expectation expectation;
    private final long epoch;
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
        this.pace = pace;
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
     * @return false when somebody has begun a rebuild: nothing was written, and this writer is of no more use
     */
    boolean write(Handle handle, List<Projected> records) {
        return handle.inTransaction(same -> {
            database.searchHere(same);
            // Rows and positions are lost together or not at all, and Kafka has the records: no need to wait for the
            // disk.
            same.execute("set local synchronous_commit to off");
            if (Positions.epoch(same) != epoch) {
                return false;
            }
            Fold fold = new Fold(same, records);
            VideoRows.write(same, fold.changed.values());
            UnitRows.write(same, records);
            EventRows.write(same, records);
            fold.writeRest(same);
            note(same, List.copyOf(fold.changed.keySet()));
            // Before the commit, so that no status is ever missing; one too many says what will be true in a moment.
            statuses.write(fold.statuses.values());
            remembered.putAll(fold.changed);
            return true;
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

    /** What a batch adds up to. */
    private final class Fold {
        private final Map<String, VideoState> changed = new LinkedHashMap<>();
        private final Map<String, VideoStatus> statuses = new LinkedHashMap<>();
        private final Map<TopicPartition, Long> next = new HashMap<>();
        private final Map<String, Long> ended = new TreeMap<>();

        private Fold(Handle handle, List<Projected> records) {
            Set<String> unknown = records.stream()
                    .flatMap(r -> r.event().stream())
                    .map(EventRecord::videoId)
                    .filter(id -> !remembered.containsKey(id))
                    .collect(Collectors.toSet());
            Map<String, VideoState> known = VideoRows.read(handle, unknown);
            for (Projected record : records) {
                next.put(record.partition(), record.offset() + 1);
                record.event().ifPresent(event -> {
                    String id = event.videoId();
                    VideoState before = changed.getOrDefault(id, remembered.getOrDefault(id, known.get(id)));
                    add(record, event, before);
                });
            }
        }

        private void add(Projected record, EventRecord event, @Nullable VideoState before) {
            VideoState now = VideoState.with(before, event, expectation);
            changed.put(event.videoId(), now);
            VideoStatus status = VideoStatus.of(now);
            if (before == null || status.tellsMoreThan(VideoStatus.of(before))) {
                statuses.put(event.videoId(), status);
            }
            Optional<String> ending = now.ending();
            VideoState same = before != null
                            && before.progress().generation() == now.progress().generation()
                    ? before
                    : null;
            boolean news = same == null || !same.ending().equals(ending);
            boolean again = same != null && same.died() && ending.equals(Optional.of("dead"));
            Positions.Position position = positions.get(record.partition());
            boolean first = position == null || record.offset() >= position.counted();
            if (ending.isPresent() && news && !again && first) {
                ended.merge(ending.get(), 1L, Long::sum);
            }
        }

        private void writeRest(Handle handle) {
            Positions.write(handle, next);
            PreparedBatch paces = handle.prepareBatch("insert into pace (stage, ms) values (:stage, :ms)"
                    + " on conflict (stage) do update set ms = excluded.ms");
            pace.millis()
                    .forEach((stage, ms) ->
                            paces.bind("stage", stage).bind("ms", ms).add());
            PreparedBatch ends = handle.prepareBatch("insert into ended (outcome, videos) values (:outcome, :videos)"
                    + " on conflict (outcome) do update set videos = ended.videos + excluded.videos");
            ended.forEach((outcome, videos) ->
                    ends.bind("outcome", outcome).bind("videos", videos).add());
            for (PreparedBatch batch : List.of(paces, ends)) {
                if (batch.size() > 0) {
                    batch.execute();
                }
            }
        }
    }
}
