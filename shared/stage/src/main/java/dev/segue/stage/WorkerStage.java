package dev.segue.stage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A stage's slots, begun once Kafka can be reached and the share group is set up. */
final class WorkerStage implements StagePart {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerStage.class);
    private static final Duration JOIN = Duration.ofSeconds(5);

    private final String name;
    private final Preparation preparation;
    private final List<ShareSlot> slots;
    private final Optional<StopFeed> stops;
    private final StageMetrics metrics;
    private final Intake intake;
    private final BackOff restarts;
    private final Duration drainGrace;
    private final List<Thread> threads = new ArrayList<>();
    private volatile String startup = "not started";
    private volatile boolean begun;
    private boolean closed;

    /** What must be done in Kafka before the first slot joins its group. */
    @FunctionalInterface
    interface Preparation {
        void run() throws ExecutionException, InterruptedException;
    }

    WorkerStage(
            String name,
            Preparation preparation,
            List<ShareSlot> slots,
            Optional<StopFeed> stops,
            StageMetrics metrics,
            Intake intake,
            BackOff restarts,
            Duration drainGrace) {
        this.name = name;
        this.preparation = preparation;
        this.slots = List.copyOf(slots);
        this.stops = stops;
        this.metrics = metrics;
        this.intake = intake;
        this.restarts = restarts;
        this.drainGrace = drainGrace;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public synchronized void start() {
        if (!threads.isEmpty() || closed) {
            throw new IllegalStateException(name + " was started before");
        }
        launch(name + "-start", this::begin);
        stops.ifPresent(feed -> launch(name + "-stops", feed));
    }

    @Override
    public boolean ready() {
        return begun && intake.ready(slots.stream().allMatch(s -> s.state().ready()));
    }

    @Override
    public String status() {
        if (!begun) {
            return startup;
        }
        long polling = slots.stream().filter(s -> s.state().ready()).count();
        String summary = polling + " of " + slots.size() + " slots in the group, " + metrics.busy() + " at work";
        String known = intake.trouble().map(trouble -> trouble + "; " + summary).orElse(summary);
        return slots.stream()
                .map(s -> s.state().trouble())
                .filter(t -> t != null)
                .findFirst()
                .map(trouble -> known + "; " + trouble)
                .orElse(known);
    }

    @Override
    public void close() {
        List<Thread> running;
        synchronized (this) {
            closed = true;
            slots.forEach(ShareSlot::close);
            stops.ifPresent(StopFeed::close);
            running = List.copyOf(threads);
            if (!begun) {
                running.forEach(Thread::interrupt);
            }
        }
        long until = System.nanoTime() + drainGrace.plus(JOIN).toNanos();
        try {
            for (Thread thread : running) {
                thread.join(Duration.ofNanos(Math.max(1_000_000, until - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for Kafka as long as it takes: a worker that starts before its broker must not die of it. */
    private void begin() {
        startup = "connecting to Kafka";
        for (int tries = 1; ; tries++) {
            try {
                preparation.run();
                break;
            } catch (InterruptedException e) {
                return;
            } catch (ExecutionException | KafkaException e) {
                if (!waitAfter(tries, e instanceof ExecutionException ? e.getCause() : e)) {
                    return;
                }
            }
        }
        beginSlots();
    }

    private synchronized void beginSlots() {
        if (closed) {
            return;
        }
        for (int i = 0; i < slots.size(); i++) {
            launch(name + "-" + i, slots.get(i));
        }
        begun = true;
    }

    private boolean waitAfter(int tries, @Nullable Throwable why) {
        startup = "Kafka cannot be reached or refuses: " + why;
        Duration pause = restarts.after(tries);
        LOG.atWarn()
                .addKeyValue("stage", name)
                .addKeyValue("error", String.valueOf(why))
                .addKeyValue("againIn", pause)
                .log("stage waits for Kafka");
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private void launch(String threadName, Runnable task) {
        threads.add(Thread.ofPlatform().name(threadName).daemon().start(task));
    }
}
