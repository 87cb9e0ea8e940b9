package dev.segue.standalone;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C and SIGTERM into an interruption of the thread that runs the command, and keeps the JVM until that thread has
 * closed everything.
 */
final class Interruptible implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook;

    private Interruptible(Thread worker) {
        hook = new Thread(
                () -> {
                    worker.interrupt();
                    try {
                        if (!closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                            System.err.println("segue: not everything stopped in time");
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "stop");
    }

    static Interruptible start() {
        Interruptible run = new Interruptible(Thread.currentThread());
        Runtime.getRuntime().addShutdownHook(run.hook);
        return run;
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
