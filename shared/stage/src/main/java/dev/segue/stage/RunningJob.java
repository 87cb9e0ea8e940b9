package dev.segue.stage;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** A job on a thread of its own, so that the slot's thread is free to keep the lock. */
final class RunningJob {
    private final Thread thread;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopped;
    private volatile JobEnd end = JobEnd.RELEASED;

    private RunningJob(String name, Function<BooleanSupplier, JobEnd> job) {
        thread = Thread.ofPlatform().name(name).daemon().unstarted(() -> {
            try {
                end = job.apply(() -> stopped);
            } finally {
                ended.countDown();
            }
        });
    }

    /**
     * Starts a job.
     *
     * @param job is given a way to ask whether it was stopped
     */
    static RunningJob start(String name, Function<BooleanSupplier, JobEnd> job) {
        RunningJob running = new RunningJob(name, job);
        running.thread.start();
        return running;
    }

    /** Waits for the end at most so long; whether it has come. */
    boolean endsWithin(Duration patience) throws InterruptedException {
        return ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What became of the record; {@link JobEnd#RELEASED} while the job runs. */
    JobEnd end() {
        return end;
    }

    /** Asks the job to stop and waits for it at most so long; whether it has ended. */
    boolean stop(Duration patience) throws InterruptedException {
        stopped = true;
        thread.interrupt();
        return endsWithin(patience);
    }
}
