package dev.segue.ops.timeline;

import dev.segue.ops.RecordReader;
import dev.segue.stage.KafkaSettings;
import dev.segue.stage.StagePart;
import dev.segue.stage.TransientFailure;
import dev.segue.stage.postgres.Database;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
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
    private static final int LONGEST_REASON = 200;
    private static final Duration CLOSE = Duration.ofSeconds(15);
    /** Any number that no other use of advisory locks in this database has. */
    private static final long LOCK = 0x5E60E_71E11EL;

    private final Database database;
    private final KafkaSettings kafka;
    private final RecordReader reader;
    private final TimelineSettings settings;
    private final StuckWatch watch;
    private final TimelineMetrics metrics;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().daemon().name("timeline").unstarted(this::run);
    private volatile String status = "not started";
    private volatile @Nullable RecordSource source;
    /** After a batch that PostgreSQL would not take: so many records go in one at a time. */
    private int single;

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
    }

    @Override
    public String name() {
        return "timeline";
    }

    @Override
    public void start() {
        thread.start();
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
        status = what + ": " + reason(e);
        metrics.projecting(false);
        if (closing.getCount() > 0) {
            LOG.atWarn()
                    .addKeyValue("doing", what)
                    .addKeyValue("error", reason(e))
                    .log("the timeline does not go on");
        }
    }

    /** What is at the bottom of it and no more: on the way up, drivers add statements with all that was to be written. */
    private static String reason(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String text = root.getClass().getSimpleName() + ": " + root.getMessage();
        return text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON);
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
                    if (!batch.isEmpty() && !write(handle, writer, batch)) {
                        return; // a rebuild has begun
                    }
                    records.tell(batch);
                    metrics.read(batch);
                    watch.look(handle, writer, statuses, batch);
                }
            } finally {
                source = null;
            }
        }
    }

    /**
     * A record that cannot be written, for a reason that will not pass, must not hold up all that follows: the batch is read again,
     * and written record by record, leaving out those.
     */
    private boolean write(Handle handle, BatchWriter writer, List<Projected> batch) {
        if (single == 0) {
            try {
                return writer.write(handle, batch);
            } catch (RuntimeException e) {
                single = ofTheRecord(e) ? batch.size() : 0;
                throw e;
            }
        }
        for (Projected record : batch) {
            single = Math.max(0, single - 1);
            try {
                if (!writer.write(handle, List.of(record))) {
                    return false;
                }
            } catch (RuntimeException e) {
                if (!ofTheRecord(e)) {
                    throw e;
                }
                LOG.atError()
                        .addKeyValue("error", reason(e))
                        .addKeyValue("topic", record.partition().topic())
                        .addKeyValue("partition", record.partition().partition())
                        .addKeyValue("offset", record.offset())
                        .log("the timeline leaves out a record that cannot be written");
                metrics.leftOut();
            }
        }
        return true;
    }

    private static boolean ofTheRecord(RuntimeException e) {
        return !(e instanceof KafkaException) && !Database.passes(e);
    }

    @Override
    public void close() {
        closing.countDown();
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
