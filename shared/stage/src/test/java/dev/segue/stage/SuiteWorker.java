package dev.segue.stage;

import dev.segue.contract.ObjectRef;
import dev.segue.contract.Scanned;
import dev.segue.contract.Source;
import dev.segue.contract.UploadComplete;
import dev.segue.stage.guarantees.Entry;
import dev.segue.stage.guarantees.Task;
import dev.segue.storage.StoreUnavailableException;
import io.micrometer.core.instrument.Counter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A worker process of the guarantee suite: the real runtime with a stage that does what its tasks' names say. */
final class SuiteWorker implements StageHandler<UploadComplete> {
    static final Duration QUICK = Duration.ofMillis(60);
    static final Duration SLOW = QUICK.multipliedBy(20);

    private final String process;
    private final Path journal;
    private final Results results;
    private final AtomicInteger runs = new AtomicInteger();
    /** Attempts of one run share their thread. */
    private final ThreadLocal<Integer> run = new ThreadLocal<>();

    private SuiteWorker(String process, Path journal, Results results) {
        this.process = process;
        this.journal = journal;
        this.results = results;
    }

    /** Arguments: name of the process, broker, topic, folder, lock in ms, slots, attempts, address of the results. */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[3]);
        Map<String, String> group = new HashMap<>(
                dev.segue.contract.TopicCatalogue.builtIn().shareGroups().get("segue-scanner"));
        group.put("share.record.lock.duration.ms", args[4]);
        Results results = Results.at(args[7]);
        SuiteWorker worker = new SuiteWorker(args[0], folder.resolve(args[0] + ".journal"), results);
        Bench.Runtime runtime = Bench.Runtime.of(
                args[1],
                folder,
                new RetrySettings(Integer.parseInt(args[6]), Duration.ofMillis(100), Duration.ofSeconds(1), 9),
                Map.of("segue-" + args[2], group));
        StagePart part = runtime.start(args[2], Integer.parseInt(args[5]), worker);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            part.close();
            Counter late = runtime.meters().find("segue.stage.late.results").counter();
            worker.note(System.nanoTime(), "-", Entry.What.LATE, late == null ? 0 : (int) late.count());
            try {
                runtime.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }));
        Children.endWithTheParent();
    }

    @Override
    public Outcome handle(UploadComplete event, Work work) throws Exception {
        Task task = Task.named(event.videoId());
        if (work.attempt() == 1) {
            run.set(runs.incrementAndGet());
        }
        note(System.nanoTime(), task.unit(), Entry.What.BEGUN, work.attempt());
        Files.writeString(work.scratch().resolve("half.mp4"), "moov");
        if (task.kind() == Task.Kind.SLOW) {
            workThroughInterrupts();
        } else {
            Thread.sleep(QUICK);
        }
        switch (task.kind()) {
            case POISON -> throw new IllegalStateException("poison");
            case HOPELESS -> throw new TransientFailure("hopeless", "might pass");
            case FLAKY -> {
                if (work.attempt() == 1) {
                    throw new TransientFailure("hopeful", "passes");
                }
            }
            case QUICK, SLOW -> {
                // Done already.
            }
        }
        return Outcome.emit(scanned(event, keep(task, work)));
    }

    /** As native code does, so that its result comes late when the worker was frozen or told to stop. */
    private static void workThroughInterrupts() {
        long until = System.nanoTime() + SLOW.toNanos();
        for (long left = SLOW.toNanos(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
            Thread.interrupted();
        }
    }

    private String keep(Task task, Work work) throws IOException, TransientFailure {
        long asked = System.nanoTime();
        work.lease().require();
        note(asked, task.unit(), Entry.What.CLAIMED, work.attempt());
        try {
            String kept = results.keep(task.unit(), process + "#" + run.get());
            note(System.nanoTime(), task.unit(), Entry.What.STORED, work.attempt());
            return kept;
        } catch (StoreUnavailableException e) {
            throw new TransientFailure("store-unavailable", "the store did not answer", e);
        }
    }

    private static Scanned scanned(UploadComplete event, String result) {
        return new Scanned(
                event.videoId(),
                event.generation(),
                event.job(),
                new Source(new ObjectRef("originals", event.videoId()), 5, sha256(result)),
                "mov",
                List.of(new Scanned.Check("result", result)));
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One write to a file that is open for appending survives a kill of this process. */
    private void note(long nanos, String unit, Entry.What what, int number) {
        Integer id = run.get();
        String line = new Entry(nanos, process, id == null ? 0 : id, unit, what, number).line();
        try {
            Files.writeString(journal, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
