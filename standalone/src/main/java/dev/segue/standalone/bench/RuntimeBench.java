package dev.segue.standalone.bench;

import dev.segue.contract.UploadComplete;
import dev.segue.ops.Topics;
import dev.segue.stage.EventPublisher;
import dev.segue.stage.StagePart;
import dev.segue.stage.StageParts;
import dev.segue.stage.StageSpec;
import dev.segue.stage.TransientFailure;
import io.micronaut.context.ApplicationContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Measures how stages run: the real workers of {@code shared/stage}, wired as in production, on a real broker. They stand in for
 * the scanner, whose topic and share group they use, so the cluster must be one that nobody else uses.
 */
public final class RuntimeBench {
    /** As many as {@code topics.yaml} gives to the topics that are read in order. */
    static final int CLASSIC_PARTITIONS = 4;

    private static final int SLOTS = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** Long enough that nothing of the job before is under way any more. */
    private static final Duration REST = Duration.ofMillis(15);

    private final String bootstrapServers;
    private final RuntimeSize size;
    private final BenchStage stage = new BenchStage();
    private final EventPublisher publisher;
    private final Consumer<String> progress;

    private RuntimeBench(
            String bootstrapServers, RuntimeSize size, EventPublisher publisher, Consumer<String> progress) {
        this.bootstrapServers = bootstrapServers;
        this.size = size;
        this.publisher = publisher;
        this.progress = progress;
    }

    /**
     * Measures.
     *
     * @param folder for what the stage leaves on disk
     * @param progress told what is being measured
     * @throws BenchFailedException when something did not happen
     */
    public static RuntimeReport run(String bootstrapServers, Path folder, RuntimeSize size, Consumer<String> progress)
            throws InterruptedException {
        Map<String, Object> settings = Map.of(
                "segue.kafka.bootstrap-servers",
                bootstrapServers,
                "segue.scratch.dir",
                folder.resolve("scratch").toString());
        try (ApplicationContext context = ApplicationContext.builder()
                .properties(settings)
                .deduceEnvironment(false)
                .banner(false)
                .start()) {
            context.getBean(Topics.class).apply();
            RuntimeBench bench =
                    new RuntimeBench(bootstrapServers, size, context.getBean(EventPublisher.class), progress);
            StageSpec<UploadComplete> spec = new StageSpec<>(
                    "scanner", "upload-complete", UploadComplete.class, SLOTS, PATIENCE, false, bench.stage);
            try (StagePart workers = context.getBean(StageParts.class).workers(spec)) {
                workers.start();
                return bench.measure(workers);
            }
        } catch (TransientFailure | ExecutionException e) {
            throw new BenchFailedException("a measurement broke off: " + e.getMessage(), e);
        }
    }

    private RuntimeReport measure(StagePart workers) throws InterruptedException, TransientFailure, ExecutionException {
        progress.accept("warming up ...");
        while (!workers.ready()) {
            Thread.sleep(REST);
        }
        throughput("warm", size.warmUp());
        progress.accept(size.throughput() + " jobs that do nothing ...");
        double jobsPerSecond = throughput("noop", size.throughput());
        progress.accept("delivery on an idle stage ...");
        Latencies idle = idle();
        // Half of what it can take: busy, but the queue does not grow.
        double load = jobsPerSecond / 2;
        progress.accept("delivery at " + Math.round(load) + " jobs a second ...");
        Latencies loaded = loaded(load);
        SkewedJobs jobs = SkewedJobs.of(size.skewed());
        progress.accept(
                size.skewed() + " skewed jobs, at best " + jobs.ideal(SLOTS).toMillis() / 1000 + " s ...");
        Duration segue = makespan(jobs);
        progress.accept("the same jobs by classic consumer groups ...");
        // Both at once: their jobs sleep, so they do not take anything from each other.
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Duration> classic = pool.submit(() -> classic(jobs, CLASSIC_PARTITIONS));
            Future<Duration> partitionASlot = pool.submit(() -> classic(jobs, SLOTS));
            RuntimeReport.Makespan makespan = new RuntimeReport.Makespan(
                    size.skewed(),
                    jobs.ideal(SLOTS),
                    jobs.handedOut(SLOTS),
                    segue,
                    classic.get(),
                    partitionASlot.get());
            return new RuntimeReport(SLOTS, jobsPerSecond, idle, load, loaded, makespan);
        }
    }

    private double throughput(String name, int count) throws InterruptedException, TransientFailure {
        List<String> ids = ids(name, count);
        BenchStage.Batch batch = stage.expect(sleeping(ids, Duration.ZERO));
        publish(ids);
        batch.await(PATIENCE);
        return count * 1e9 / (batch.lastLeft() - batch.firstEntered());
    }

    private Latencies idle() throws InterruptedException, TransientFailure {
        List<Duration> measured = new ArrayList<>();
        for (String id : ids("idle", size.idle())) {
            BenchStage.Batch batch = stage.expect(Map.of(id, Duration.ZERO));
            long sent = System.nanoTime();
            publish(List.of(id));
            batch.await(PATIENCE);
            measured.add(Duration.ofNanos(batch.entered(id) - sent));
            Thread.sleep(REST);
        }
        return Latencies.of(measured);
    }

    /** Jobs come when they are due, whether or not those before them were taken. */
    private Latencies loaded(double perSecond) throws InterruptedException, ExecutionException {
        List<String> ids =
                ids("load", (int) Math.max(1, perSecond * size.loaded().toMillis() / 1000));
        BenchStage.Batch batch = stage.expect(sleeping(ids, Duration.ZERO));
        Map<String, Long> due = new LinkedHashMap<>();
        List<Future<?>> sent = new ArrayList<>();
        long began = System.nanoTime();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < ids.size(); i++) {
                String id = ids.get(i);
                long at = began + (long) (i * 1e9 / perSecond);
                due.put(id, at);
                Thread.sleep(Duration.ofNanos(Math.max(0, at - System.nanoTime())));
                sent.add(pool.submit(() -> {
                    publish(List.of(id));
                    return id;
                }));
            }
        }
        for (Future<?> one : sent) {
            one.get();
        }
        batch.await(PATIENCE);
        return Latencies.of(due.entrySet().stream()
                .map(e -> Duration.ofNanos(batch.entered(e.getKey()) - e.getValue()))
                .toList());
    }

    private Duration makespan(SkewedJobs jobs) throws InterruptedException, TransientFailure {
        List<String> ids = ids("skewed", jobs.durations().size());
        Map<String, Duration> sleeps = new LinkedHashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            sleeps.put(ids.get(i), jobs.durations().get(i));
        }
        BenchStage.Batch batch = stage.expect(sleeps);
        long began = System.nanoTime();
        publish(ids);
        batch.await(PATIENCE);
        return Duration.ofNanos(batch.lastLeft() - began);
    }

    private Duration classic(SkewedJobs jobs, int partitions) throws InterruptedException {
        return new ClassicGroup(bootstrapServers, partitions, SLOTS).makespan(jobs, PATIENCE);
    }

    private void publish(List<String> ids) throws InterruptedException, TransientFailure {
        publisher.publish("ingest", ids.stream().map(BenchStage::event).toList());
    }

    private static List<String> ids(String name, int count) {
        return IntStream.range(0, count).mapToObj(i -> name + "-" + i).toList();
    }

    private static Map<String, Duration> sleeping(List<String> ids, Duration sleep) {
        Map<String, Duration> sleeps = new LinkedHashMap<>();
        ids.forEach(id -> sleeps.put(id, sleep));
        return sleeps;
    }
}
