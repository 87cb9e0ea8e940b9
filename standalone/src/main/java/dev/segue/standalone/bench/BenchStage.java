package dev.segue.standalone.bench;

import dev.segue.contract.Job;
import dev.segue.contract.ObjectRef;
import dev.segue.contract.Source;
import dev.segue.contract.UploadComplete;
import dev.segue.stage.Outcome;
import dev.segue.stage.StageHandler;
import dev.segue.stage.Work;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The handler of a stage whose jobs only sleep, or do nothing. Times are those of {@code nanoTime}. */
final class BenchStage implements StageHandler<UploadComplete> {
    private static final Job JOB = new Job("bench", null, null, null);

    private final Map<String, Batch> batches = new ConcurrentHashMap<>();

    /** Jobs that are measured together. */
    static final class Batch {
        private final Map<String, Duration> sleeps;
        private final Map<String, Long> entered = new ConcurrentHashMap<>();
        private final Map<String, Long> left = new ConcurrentHashMap<>();
        private final CountDownLatch open;

        private Batch(Map<String, Duration> sleeps) {
            this.sleeps = Map.copyOf(sleeps);
            this.open = new CountDownLatch(sleeps.size());
        }

        private void run(String id) throws InterruptedException {
            entered.putIfAbsent(id, System.nanoTime());
            Duration sleep = sleeps.getOrDefault(id, Duration.ZERO);
            if (sleep.isPositive()) {
                Thread.sleep(sleep);
            }
            // A job that is handed out twice counts once.
            if (left.putIfAbsent(id, System.nanoTime()) == null) {
                open.countDown();
            }
        }

        /** When the handler was first entered with a job. */
        long entered(String id) {
            return entered.getOrDefault(id, 0L);
        }

        long firstEntered() {
            return entered.values().stream().mapToLong(Long::longValue).min().orElse(0);
        }

        long lastLeft() {
            return left.values().stream().mapToLong(Long::longValue).max().orElse(0);
        }

        /** @throws BenchFailedException when not all jobs are done within the time given */
        void await(Duration patience) throws InterruptedException {
            if (!open.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new BenchFailedException(open.getCount() + " of " + sleeps.size() + " jobs are not done after "
                        + patience.toSeconds() + " s");
            }
        }
    }

    /** Makes a batch known; its jobs may then be produced. */
    Batch expect(Map<String, Duration> sleeps) {
        Batch batch = new Batch(sleeps);
        sleeps.keySet().forEach(id -> batches.put(id, batch));
        return batch;
    }

    static UploadComplete event(String id) {
        return new UploadComplete(id, 1, JOB, new Source(new ObjectRef("quarantine", id), 1, null));
    }

    @Override
    public Outcome handle(UploadComplete event, Work work) throws InterruptedException {
        Batch batch = batches.get(event.videoId());
        if (batch == null) {
            throw new IllegalStateException("nobody expects the job " + event.videoId());
        }
        batch.run(event.videoId());
        return new Outcome.Emit(List.of());
    }
}
