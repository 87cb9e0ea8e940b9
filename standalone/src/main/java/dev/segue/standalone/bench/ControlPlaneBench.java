package dev.segue.standalone.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.segue.contract.TopicCatalogue;
import dev.segue.ops.lag.GroupLag;
import dev.segue.ops.lag.LagProbe;
import dev.segue.ops.lag.PartitionLag;
import dev.segue.ops.timeline.Timeline;
import dev.segue.stage.EventPublisher;
import dev.segue.stage.KafkaSettings;
import dev.segue.stage.TransientFailure;
import io.micronaut.context.ApplicationContext;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Measures how many videos the control plane carries: films come evenly, whether or not those before them are done, as events of the
 * stages that read media; everything from there to {@code published} and the timeline is at work as in production.
 */
public final class ControlPlaneBench implements AutoCloseable {
    private static final Pattern NO_OTHERS = Pattern.compile("(?!)");
    private static final Duration LOOK = Duration.ofSeconds(1);
    /** Beyond this, what is under way is left as it is: how long a backlog takes is no news. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final FilmFacts film;
    private final List<String> spoken;
    private final EventPublisher publisher;
    private final KafkaSettings kafka;
    private final Timeline timeline;
    private final long postgres;
    private final Consumer<String> progress;
    private final PublishedWatch watch;
    private int offered;

    /**
     * A benchmark of what a context runs.
     *
     * @param film what is said of each video
     * @param spoken the stages whose events are stated here, since they do not run
     * @param postgres the process whose children are PostgreSQL's, itself included
     * @param progress told what is being measured
     */
    public ControlPlaneBench(
            ApplicationContext context, FilmFacts film, List<String> spoken, long postgres, Consumer<String> progress) {
        this.film = film;
        this.spoken = List.copyOf(spoken);
        this.publisher = context.getBean(EventPublisher.class);
        this.kafka = context.getBean(KafkaSettings.class);
        this.timeline = context.getBean(Timeline.class);
        this.postgres = postgres;
        this.progress = progress;
        this.watch = new PublishedWatch(kafka);
    }

    /**
     * Measures at one rate after the other.
     *
     * @throws BenchFailedException when something did not happen
     */
    public List<ControlPlaneStep> run(ControlPlaneSize size) throws InterruptedException {
        if (size.warmUp().isPositive()) {
            progress.accept("warming up ...");
            step(size.perHour().getFirst(), size.warmUp());
        }
        List<ControlPlaneStep> steps = new ArrayList<>();
        for (int perHour : size.perHour()) {
            progress.accept(perHour + " videos an hour for " + size.step().toSeconds() + " s ...");
            steps.add(step(perHour, size.step()));
        }
        return steps;
    }

    private ControlPlaneStep step(int perHour, Duration window) throws InterruptedException {
        double perSecond = perHour / 3_600.0;
        int videos = Math.max(1, (int) Math.round(perSecond * window.toMillis() / 1_000));
        Duration jvmBefore = jvmCpu();
        Duration postgresBefore = ProcFiles.cpu(postgres);
        Map<String, Instant> due = new LinkedHashMap<>();
        List<Future<?>> stated = new ArrayList<>();
        long began = System.nanoTime();
        Instant beganAt = Instant.now();
        long openHalfway = 0;
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < videos; i++) {
                Duration at = Duration.ofNanos((long) (i * 1e9 / perSecond));
                sleepUntil(began + at.toNanos());
                if (i == videos / 2) {
                    openHalfway = i - watch.count(due.keySet());
                }
                int number = offered++;
                String id = "bench-" + number;
                due.put(id, beganAt.plus(at));
                stated.add(pool.submit(() -> state(film.as(id, number))));
            }
        }
        finish(stated);
        sleepUntil(began + window.toNanos());
        Instant end = Instant.now();
        long openAtEnd = videos - watch.count(due.keySet());
        Map<String, Long> lag = lag();
        Duration drained = drained(due.keySet(), end);
        return new ControlPlaneStep(
                perHour,
                videos,
                window,
                reached(due.keySet(), beganAt.plus(window.dividedBy(4)), end),
                openHalfway,
                openAtEnd,
                lag,
                drained,
                latencies(due),
                jvmCpu().minus(jvmBefore),
                ProcFiles.cpu(postgres).minus(postgresBefore));
    }

    private @Nullable Void state(FilmFacts video) throws TransientFailure, InterruptedException {
        for (String stage : spoken) {
            publisher.publish(stage, video.of(stage));
        }
        return null;
    }

    private static void finish(List<Future<?>> stated) throws InterruptedException {
        try {
            for (Future<?> one : stated) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new BenchFailedException("a video could not be offered: " + e.getCause(), e);
        }
    }

    private static void sleepUntil(long nanoTime) throws InterruptedException {
        Thread.sleep(Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime())));
    }

    private double reached(Collection<String> ids, Instant from, Instant to) {
        long count = ids.stream()
                .flatMap(id -> watch.at(id).stream())
                .filter(at -> at.isAfter(from) && !at.isAfter(to))
                .count();
        return count * 3_600_000.0 / Duration.between(from, to).toMillis();
    }

    /** Unfinished records; a group that has none is left out. */
    private Map<String, Long> lag() {
        Map<String, Long> lag = new TreeMap<>();
        try (LagProbe probe = new LagProbe(kafka, TopicCatalogue.builtIn(), NO_OTHERS, Clock.systemUTC())) {
            for (GroupLag group : probe.look().groups()) {
                long records = group.partitions().stream()
                        .mapToLong(PartitionLag::records)
                        .sum();
                if (records > 0 && group.members() > 0) {
                    lag.put(group.group(), records);
                }
            }
        }
        return lag;
    }

    private @Nullable Duration drained(Collection<String> ids, Instant since) throws InterruptedException {
        Instant until = since.plus(PATIENCE);
        List<String> open = new ArrayList<>(ids);
        while (Instant.now().isBefore(until)) {
            // Only what is published is asked for: a question costs as much as an event.
            open.removeIf(id -> watch.at(id).isPresent() && isInTimeline(id));
            if (open.isEmpty()) {
                return Duration.between(since, Instant.now());
            }
            progress.accept(open.size() + " under way ...");
            Thread.sleep(LOOK);
        }
        return null;
    }

    private boolean isInTimeline(String id) {
        try {
            return timeline.find(id).filter(v -> v.state().equals("published")).isPresent();
        } catch (TransientFailure e) {
            throw new BenchFailedException("the timeline does not answer", e);
        }
    }

    private Latencies latencies(Map<String, Instant> due) {
        List<Duration> taken = due.entrySet().stream()
                .flatMap(e -> watch.at(e.getKey()).map(at -> Duration.between(e.getValue(), at)).stream())
                .toList();
        if (taken.isEmpty()) {
            throw new BenchFailedException("no video was published within " + PATIENCE.toMinutes() + " minutes");
        }
        return Latencies.of(taken);
    }

    private static Duration jvmCpu() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return Duration.ofNanos(system.getProcessCpuTime());
    }

    @Override
    public void close() throws InterruptedException {
        watch.close();
    }
}
