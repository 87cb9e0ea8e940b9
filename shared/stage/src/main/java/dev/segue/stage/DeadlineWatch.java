package dev.segue.stage;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Interrupts work that takes too long, and tells that interrupt from every other. */
final class DeadlineWatch {
    private final ScheduledExecutorService timer;

    DeadlineWatch(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    /**
     * Runs the work on this thread.
     *
     * @throws TransientFailure {@code deadline} when the work was interrupted for it, whatever it threw then
     */
    <T> T call(Duration limit, Callable<T> work) throws Exception {
        Alarm alarm = new Alarm(Thread.currentThread());
        ScheduledFuture<?> set = timer.schedule(alarm, limit.toMillis(), TimeUnit.MILLISECONDS);
        try {
            T result = work.call();
            alarm.disarm();
            return result;
        } catch (Exception e) {
            if (alarm.disarm()) {
                throw new TransientFailure("deadline", "not done within " + limit, e);
            }
            throw e;
        } finally {
            alarm.disarm();
            set.cancel(false);
        }
    }

    private static final class Alarm implements Runnable {
        private final Thread worker;
        private boolean armed = true;
        private boolean rung;

        private Alarm(Thread worker) {
            this.worker = worker;
        }

        @Override
        public synchronized void run() {
            if (armed) {
                rung = true;
                worker.interrupt();
            }
        }

        /** Whether it has rung. Afterwards it cannot, and its interrupt no longer stands. */
        private synchronized boolean disarm() {
            if (armed && rung) {
                Thread.interrupted();
            }
            armed = false;
            return rung;
        }
    }
}
