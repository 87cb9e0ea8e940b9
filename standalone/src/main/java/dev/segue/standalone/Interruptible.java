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

    private Interruptible(Thread worker, boolean service) {
        hook = new Thread(() -> stop(worker, service), "stop");
    }

    /** For a command that has something to finish: the signal breaks it off, which its exit status tells (128 + signal). */
    static Interruptible start() {
        return register(new Interruptible(Thread.currentThread(), false));
    }

    /** For a command that runs until it is told to stop: then its exit status is 0. */
    static Interruptible service() {
        return register(new Interruptible(Thread.currentThread(), true));
    }

    private static Interruptible register(Interruptible run) {
        Runtime.getRuntime().addShutdownHook(run.hook);
        return run;
    }

    /** Has the JVM wait so much longer for everything to be closed. */
    void waitsFor(Duration drainGrace) {
        patience = PATIENCE.plus(drainGrace);
    }

    private void stop(Thread worker, boolean service) {
        worker.interrupt();
        try {
            if (!closed.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                System.err.println("segue: not everything stopped in time");
            } else if (service) {
                // Nothing else can change the exit status once the JVM is stopping for a signal. All is closed by now.
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
