package dev.segue.ops.timeline;

import dev.segue.stage.TransientFailure;
import dev.segue.stage.postgres.Database;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads how many videos are in which way, every few seconds and in every process, so that all tell the same and none begins at zero
 * when it takes over.
 */
final class VideoCounts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(VideoCounts.class);
    private static final Duration EVERY = Duration.ofSeconds(2);

    private final Database database;
    private final TimelineMetrics metrics;
    private final CountDownLatch closing = new CountDownLatch(1);

    VideoCounts(Database database, TimelineMetrics metrics) {
        this.database = database;
        this.metrics = metrics;
    }

    void start() {
        Thread.ofVirtual().name("timeline-counts").start(this::run);
    }

    private void run() {
        boolean closed = false;
        while (!closed) {
            try {
                database.inTransaction(handle -> {
                    count(handle);
                    return handle;
                });
            } catch (TransientFailure | RuntimeException e) {
                LOG.atDebug().addKeyValue("error", e.toString()).log("videos are not counted while PostgreSQL is away");
            }
            try {
                closed = closing.await(EVERY.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void count(Handle handle) {
        Map<String, Long> stuck = counts(
                handle, "select stage, count(*) from video where state = 'stuck' and stage is not null group by stage");
        long open = handle.createQuery("select count(*) from video where state in ('running', 'stuck')")
                .mapTo(Long.class)
                .one();
        metrics.counted(stuck, open, counts(handle, "select outcome, videos from ended"));
    }

    private static Map<String, Long> counts(Handle handle, String sql) {
        return handle.createQuery(sql).map((rs, ctx) -> Map.entry(rs.getString(1), rs.getLong(2))).stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Override
    public void close() {
        closing.countDown();
    }
}
