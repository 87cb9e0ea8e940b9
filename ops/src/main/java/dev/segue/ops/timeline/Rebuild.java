package dev.segue.ops.timeline;

import dev.segue.ops.RecordReader;
import dev.segue.stage.KafkaSettings;
import dev.segue.stage.TransientFailure;
import dev.segue.stage.postgres.Database;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Empties the timeline and has it filled again from Kafka, by the process that projects or, where none does, by this one. Unless told
 * otherwise it empties only what Kafka still has: what its retention has taken lies nowhere else.
 */
public final class Rebuild {
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    private final Database database;
    private final KafkaSettings kafka;
    private final RecordReader reader;
    private final TimelineSettings settings;

    Rebuild(Database database, KafkaSettings kafka, RecordReader reader, TimelineSettings settings) {
        this.database = database;
        this.kafka = kafka;
        this.reader = reader;
        this.settings = settings;
    }

    /**
     * How far it is.
     *
     * @param read records that are projected again, of those there were when it began
     * @param videos in the timeline now
     */
    public record Progress(long read, long records, long videos) {
        /** Whether all is there again. */
        public boolean done() {
            return read >= records;
        }
    }

    /**
     * Does it and returns when the timeline has all that Kafka had at the beginning.
     *
     * @param drop whether what Kafka no longer has goes too
     * @param listener told twice a second how far it is
     * @throws dev.segue.ops.ClusterUnavailableException when Kafka does not answer
     * @throws TransientFailure when PostgreSQL does not answer; running it again begins again
     */
    public Progress run(boolean drop, Consumer<Progress> listener) throws TransientFailure, InterruptedException {
        LogEnds kept = LogEnds.look(kafka, reader.topics());
        database.inTransaction(handle -> {
            // Waits for a batch that is being written; the next one sees that it is out of date.
            handle.execute("update projection set epoch = epoch + 1");
            if (drop) {
                handle.execute("truncate event, unit, video, position, pace, ended");
            } else {
                empty(handle, kept);
            }
            return handle;
        });
        TimelineMetrics metrics = new TimelineMetrics(new SimpleMeterRegistry(), Clock.systemUTC());
        try (Projection projection = new Projection(
                database,
                kafka,
                reader,
                settings,
                new StuckWatch(database, StuckWatch.USUAL, Clock.systemUTC()),
                metrics)) {
            projection.start();
            while (true) {
                Progress progress = progress(kept);
                listener.accept(progress);
                if (progress.done()) {
                    return progress;
                }
                Thread.sleep(LOOK_EVERY);
            }
        }
    }

    private static void empty(Handle handle, LogEnds kept) {
        PreparedBatch events =
                handle.prepareBatch("delete from event where topic = :topic and part = :part and log_offset >= :begin");
        PreparedBatch positions =
                handle.prepareBatch("update position set next_offset = :begin where topic = :topic and part = :part");
        kept.begin().forEach((partition, begin) -> {
            bind(events, partition, begin);
            bind(positions, partition, begin);
        });
        events.execute();
        positions.execute();
        handle.execute(
                "delete from video where not exists" + " (select 1 from event where event.video_id = video.video_id)");
        handle.execute("delete from unit where not exists (select 1 from video where video.video_id = unit.video_id)");
        handle.execute("delete from pace");
    }

    private static void bind(PreparedBatch batch, TopicPartition partition, long begin) {
        batch.bind("topic", partition.topic())
                .bind("part", partition.partition())
                .bind("begin", begin)
                .add();
    }

    private Progress progress(LogEnds kept) throws TransientFailure {
        return database.inTransaction(handle -> {
            Map<TopicPartition, Positions.Position> positions = Positions.read(handle);
            long records = 0;
            long read = 0;
            for (Map.Entry<TopicPartition, Long> end : kept.end().entrySet()) {
                long begin = kept.begin().getOrDefault(end.getKey(), 0L);
                Positions.Position position = positions.get(end.getKey());
                long next = position == null ? begin : position.next();
                records += end.getValue() - begin;
                read += Math.clamp(next, begin, end.getValue()) - begin;
            }
            long videos = handle.createQuery("select count(*) from video")
                    .mapTo(Long.class)
                    .one();
            return new Progress(read, records, videos);
        });
    }
}
