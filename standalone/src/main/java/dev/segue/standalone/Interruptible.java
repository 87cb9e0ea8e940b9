package dev.segue.standalone;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C and SIGTERM into an interruption of the thread that runs the command, and keeps the JVM until that thread has
 * closed everything.
 */
final class Interruptible implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook;
    private volatile Duration patience = PATIENCE;

    private Interruptible(Thread worker, int status) {
        hook = new Thread(() -> stop(worker, status), "stop");
    }

    /** @param status the exit status after such a signal: 0 where to be stopped is how the command is meant to end */
    static Interruptible start(int status) {
        Interruptible run = new Interruptible(Thread.currentThread(), status);
        Runtime.getRuntime().addShutdownHook(run.hook);
        return run;
    }

    /** Has the JVM wait so much longer for everything to be closed. */
    void waitsFor(Duration drainGrace) {
        patience = PATIENCE.plus(drainGrace);
    }

    private void stop(Thread worker, int status) {
        worker.interrupt();
        try {
            if (!closed.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                System.err.println("segue: not everything stopped in time");
                return;
            }
            // Nothing else can change the exit status once the JVM stops for a signal: it would be 143. All is closed
            // by now.
            Runtime.getRuntime().halt(status);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** To be closed last. */
    @Override
    public void close() {
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is stopping already: that is what the hook was for.
            return;
        }
    }
}
