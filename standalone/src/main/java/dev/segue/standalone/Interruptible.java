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

    private Interruptible(Thread worker, boolean endless) {
        hook = new Thread(() -> stop(worker, endless), "stop");
    }

    /**
     * Begins to wait for a signal.
     *
     * @param endless whether to be stopped is how the command is meant to end: then the exit status is 0, else 128 and the signal's
     *     number
     */
    static Interruptible start(boolean endless) {
        Interruptible run = new Interruptible(Thread.currentThread(), endless);
        Runtime.getRuntime().addShutdownHook(run.hook);
        return run;
    }

    /** Has the JVM wait so much longer for everything to be closed. */
    void waitsFor(Duration drainGrace) {
        patience = PATIENCE.plus(drainGrace);
    }

    private void stop(Thread worker, boolean endless) {
        worker.interrupt();
        try {
            if (!closed.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                System.err.println("segue: not everything stopped in time");
                return;
            }
            if (endless) {
                // Nothing else can change the exit status once the JVM stops for a signal. All is closed by now.
                Runtime.getRuntime().halt(0);
            }
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
