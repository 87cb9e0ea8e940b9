package dev.segue.prober;

import dev.segue.media.ffmpeg.FfmpegFailedException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs checks of one source at the same time: each waits for the store more than it computes. On platform threads, because FFmpeg is
 * killed with the thread that started it. Closing it ends what still runs.
 */
final class Together implements AutoCloseable {
    /** A source with many sound tracks must not start a process for each of them at once. */
    private static final int AT_A_TIME = 4;

    private final ExecutorService threads = Executors.newFixedThreadPool(
            AT_A_TIME, Thread.ofPlatform().daemon().name("probe-", 0).factory());

    /** One look at the source. */
    @FunctionalInterface
    interface Check<T> {
        T run() throws Refusal, FfmpegFailedException, InterruptedException;
    }

    <T> Future<T> begin(Check<T> check) {
        return threads.submit(check::run);
    }

    /** Waits for a check and passes on what it threw. */
    static <T> T result(Future<T> check) throws Refusal, FfmpegFailedException, InterruptedException {
        try {
            return check.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case Refusal refusal -> throw refusal;
                case FfmpegFailedException failed -> throw failed;
                case RuntimeException defect -> throw defect;
                case null, default -> throw new IllegalStateException("a check of the source failed", e.getCause());
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }
}
