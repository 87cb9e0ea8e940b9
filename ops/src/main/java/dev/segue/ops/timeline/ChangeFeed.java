package dev.segue.ops.timeline;

import dev.segue.stage.TransientFailure;
import dev.segue.stage.postgres.Database;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears from PostgreSQL which videos were written, on a thread and a connection of its own, as long as somebody wants it. */
final class ChangeFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeFeed.class);
    /** How long a question of {@link #ask} may wait, and how often it is looked whether anybody listens. */
    private static final int WAIT_MS = 200;

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Database database;
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Listener listener;
    private @Nullable Thread thread;

    ChangeFeed(Database database, Listener listener) {
        this.database = database;
        this.listener = listener;
    }

    /** Who hears of changes, on the feed's thread. */
    interface Listener {
        /** Whether there is anybody to tell; the feed ends when not. */
        boolean wants();

        /** These videos have changed. */
        void changed(Set<String> videoIds);

        /** Any video may have. */
        void anyChanged();
    }

    /** Somebody listens: begins unless it has. */
    synchronized void wanted() {
        if (thread == null && closing.getCount() > 0) {
            thread = Thread.ofPlatform().daemon().name("timeline-changes").start(this::run);
        }
    }

    /** Takes a video for changed. */
    void ask(String videoId) {
        asked.add(videoId);
    }

    private void run() {
        while (wants() && closing.getCount() > 0) {
            try {
                database.with(handle -> {
                    listen(handle);
                    return handle;
                });
            } catch (TransientFailure | RuntimeException e) {
                LOG.atWarn().addKeyValue("error", e.toString()).log("changes of videos are not heard for a while");
                pause();
            }
        }
    }

    /** Ends the thread unless somebody has come in the meantime. */
    private synchronized boolean wants() {
        boolean wanted = listener.wants();
        if (!wanted) {
            thread = null;
        }
        return wanted;
    }

    private void listen(Handle handle) {
        try {
            PGConnection connection = handle.getConnection().unwrap(PGConnection.class);
            handle.execute("listen " + BatchWriter.CHANNEL);
            try {
                // Notes of what changed before are gone.
                listener.anyChanged();
                while (listener.wants() && closing.getCount() > 0) {
                    Set<String> ids = new HashSet<>(asked);
                    asked.removeAll(ids);
                    PGNotification[] notes = connection.getNotifications(ids.isEmpty() ? WAIT_MS : 1);
                    for (PGNotification note : notes == null ? new PGNotification[0] : notes) {
                        ids.addAll(Arrays.asList(note.getParameter().split(" ")));
                    }
                    if (!ids.isEmpty()) {
                        listener.changed(ids);
                    }
                }
            } finally {
                // The connection goes back to the pool.
                handle.execute("unlisten *");
            }
        } catch (SQLException e) {
            throw new ConnectionException(e);
        }
    }

    private void pause() {
        try {
            if (closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.atTrace().log("closing");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
    }
}
