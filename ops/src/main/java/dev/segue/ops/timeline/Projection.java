package dev.segue.ops.timeline;

import dev.segue.ops.RecordReader;
import dev.segue.stage.KafkaSettings;
import dev.segue.stage.StagePart;
import dev.segue.stage.TransientFailure;
import dev.segue.stage.postgres.Database;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Projects all topics into PostgreSQL, on a thread of its own. Rows and offsets are written in one transaction, so that each record
 * counts once. Of several processes one projects and the others stand by: it holds a lock of the very connection that it writes
 * through, so whoever loses the lock can write no more.
 *
 * <p>Ready once it is started, whatever it waits for: the API must answer that the timeline is away while PostgreSQL is.
 */
final class Projection implements StagePart {
    private static final Logger LOG = LoggerFactory.getLogger(Projection.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration CLOSE = Duration.ofSeconds(15);
    /** Any number that no other use of advisory locks in this database has. */
    private static final long LOCK = 0x5E60E_71E11EL;

    private final Database database;
    private final KafkaSettings kafka;
    private final RecordReader reader;
    private final TimelineSettings settings;
    private final StuckWatch watch;
    private final TimelineMetrics metrics;
    private final VideoCounts counts;
    private final CarefulWriter careful;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().daemon().name("timeline").unstarted(this::run);
    private volatile String status = "not started";
    private volatile @Nullable RecordSource source;

    Projection(
            Database database,
            KafkaSettings kafka,
            RecordReader reader,
            TimelineSettings settings,
            StuckWatch watch,
            TimelineMetrics metrics) {
        this.database = database;
        this.kafka = kafka;
        this.reader = reader;
        this.settings = settings;
        this.watch = watch;
        this.metrics = metrics;
        this.counts = new VideoCounts(database, metrics);
        this.careful = new CarefulWriter(metrics);
    }

    @Override
    public String name() {
        return "timeline";
    }

    @Override
    public void start() {
        thread.start();
        counts.start();
    }

    @Override
    public boolean ready() {
        return thread.isAlive();
    }

    @Override
    public String status() {
        return status;
    }

    private void run() {
        while (closing.getCount() > 0) {
            try {
                database.with(handle -> {
                    hold(handle);
                    return handle;
                });
            } catch (WakeupException e) {
                return; // closing
            } catch (TransientFailure e) {
                waiting("waits for PostgreSQL", e);
            } catch (KafkaException e) {
                waiting("waits for Kafka", e);
            } catch (RuntimeException e) {
                waiting("failed and tries again", e);
            }
            pause();
        }
    }

    private void waiting(String what, Exception e) {
        status = what + ": " + CarefulWriter.reason(e);
        metrics.projecting(false);
        if (closing.getCount() > 0) {
            LOG.atWarn()
                    .addKeyValue("doing", what)
                    .addKeyValue("error", CarefulWriter.reason(e))
                    .log("the timeline does not go on");
        }
    }

    private void pause() {
        try {
            boolean closed = closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            LOG.atTrace().addKeyValue("closed", closed).log("paused");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Projects while this process holds the lock. */
    private void hold(Handle handle) {
        if (!locked(handle, "select pg_try_advisory_lock(:lock)")) {
            status = "stands by: another process projects";
            metrics.projecting(false);
            return;
        }
        try {
            project(handle);
        } finally {
            // The connection goes back to the pool; where it is broken, PostgreSQL has released the lock itself.
            try {
                locked(handle, "select pg_advisory_unlock(:lock)");
            } catch (JdbiException e) {
                LOG.atDebug().addKeyValue("error", e.toString()).log("the lock is gone with its connection");
            }
        }
    }

    private static boolean locked(Handle handle, String sql) {
        return handle.createQuery(sql).bind("lock", LOCK).mapTo(Boolean.class).one();
    }

    private void project(Handle handle) {
        try (StatusTopic statuses = new StatusTopic(kafka)) {
            BatchWriter writer = BatchWriter.open(handle, database, statuses, settings);
            try (RecordSource records = new RecordSource(kafka, reader, settings, writer.positions())) {
                source = records;
                status = "projects";
                metrics.projecting(true);
                while (closing.getCount() > 0) {
                    List<Projected> batch = records.next();
                    Map<TopicPartition, Long> moved = records.moved();
                    boolean current =
                            moved.isEmpty() ? writer.current(handle) : careful.write(handle, writer, batch, moved);
                    if (!current) {
                        return; // a rebuild has begun
                    }
                    records.tell(moved);
                    metrics.read(batch);
                    watch.look(handle, writer, statuses, records);
                }
            } finally {
                source = null;
            }
        }
    }

    @Override
    public void close() {
        closing.countDown();
        counts.close();
        RecordSource reading = source;
        if (reading != null) {
            reading.wakeUp();
        }
        try {
            thread.join(CLOSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
