package dev.segue.stage;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A job on a thread of its own, so that the slot's thread is free to keep the lock. */
final class RunningJob {
    private final Thread thread;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile JobEnd end = JobEnd.RELEASED;

    private RunningJob(String name, Supplier<JobEnd> job) {
        thread = Thread.ofPlatform().name(name).daemon().unstarted(() -> {
            try {
                end = job.get();
            } finally {
                ended.countDown();
            }
        });
    }

    /** Starts a job. */
    static RunningJob start(String name, Supplier<JobEnd> job) {
        RunningJob running = new RunningJob(name, job);
        running.thread.start();
        return running;
    }

    /** Waits for the end at most so long; whether it has come. */
    boolean endsWithin(Duration patience) throws InterruptedException {
        return ended.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** What became of the record; {@link JobEnd#RELEASED} while the job runs, and when it ended by a fault of ours. */
    JobEnd end() {
        return end;
    }

    /** Interrupts the job, whose lease has ended, and waits for it at most so long; whether it has ended. */
    boolean stop(Duration patience) throws InterruptedException {
        thread.interrupt();
        return endsWithin(patience);
    }
}
