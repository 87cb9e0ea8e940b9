package dev.segue.stage;

import dev.segue.contract.RejectionCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** What a stage counts; every meter carries the tag {@code stage}. */
final class StageMetrics {
    private static final String STAGE = "stage";
    /** Whoever writes a record sets its time, and a timer takes no more than 292 years. */
    private static final Duration LONGEST_WAIT = Duration.ofDays(100 * 365);

    /** Of histograms: from what a quick event takes to what a long unit may wait. */
    private static final Duration[] STEPS = {
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(15),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        Duration.ofMinutes(2),
        Duration.ofMinutes(5),
        Duration.ofMinutes(15),
        Duration.ofHours(1),
        Duration.ofHours(4)
    };

    private final MeterRegistry registry;
    private final String stage;
    private final AtomicInteger busy = new AtomicInteger();
    private final Counter attempts;
    private final Counter locksLost;
    private final Counter lateResults;
    private final Counter cancelled;

    StageMetrics(MeterRegistry registry, String stage, int slots) {
        this.registry = registry;
        this.stage = stage;
        // There from the start: the first increase of a counter that did not exist before is seen by nobody.
        attempts = count("segue.stage.attempts", "Attempts begun");
        locksLost = count("segue.stage.locks.lost", "Events whose lock could not be renewed");
        lateResults =
                count("segue.stage.late.results", "Results dropped because the event was no longer this worker's");
        cancelled = count(
                "segue.stage.cancelled",
                "Events whose work was stopped or never begun because nobody wants the result");
        Gauge.builder("segue.stage.slots", () -> slots)
                .description("Events it can work on at the same time")
                .tag(STAGE, stage)
                .register(registry);
        Gauge.builder("segue.stage.slots.busy", busy, AtomicInteger::get)
                .description("Events it is working on")
                .tag(STAGE, stage)
                .register(registry);
    }

    /** Shows what keeps the stage from beginning jobs. */
    void watch(Intake intake) {
        for (Dependency dependency : Dependency.values()) {
            Gauge.builder(
                            "segue.stage.circuit.open",
                            () -> intake.circuits().of(dependency).open() ? 1 : 0)
                    .description("1 while jobs wait for a dependency that does not answer")
                    .tags(STAGE, stage, "dependency", dependency.label())
                    .register(registry);
        }
        Gauge.builder("segue.stage.host.out", () -> intake.host().out() ? 1 : 0)
                .description("1 while this host takes no work because job after job failed on it")
                .tag(STAGE, stage)
                .register(registry);
    }

    void begun() {
        busy.incrementAndGet();
    }

    void ended(JobEnd end, Duration took) {
        busy.decrementAndGet();
        Timer.builder("segue.stage")
                .description("Time spent on an event, with all attempts")
                .tags(STAGE, stage, "outcome", end.label())
                .serviceLevelObjectives(STEPS)
                .register(registry)
                .record(took);
    }

    void queued(Duration waited) {
        Timer.builder("segue.stage.queue.wait")
                .description("Time an event lay in its topic before work on it began")
                .tag(STAGE, stage)
                .serviceLevelObjectives(STEPS)
                .register(registry)
                .record(
                        waited.isNegative()
                                ? Duration.ZERO
                                : waited.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : waited);
    }

    void attempted() {
        attempts.increment();
    }

    /** How many attempts one event took here, however it ended. */
    void tried(int attempts) {
        DistributionSummary.builder("segue.stage.attempts.per.event")
                .description("Attempts that an event took")
                .tag(STAGE, stage)
                .serviceLevelObjectives(1, 2, 3, 5, 10)
                .register(registry)
                .record(attempts);
    }

    void deadLettered(Failure failure) {
        new DeadLetterMeter(registry, stage).count(failure);
    }

    void rejected(RejectionCode code) {
        count("segue.stage.rejections", "Media refused", "code", code.name().toLowerCase(Locale.ROOT))
                .increment();
    }

    void lockLost() {
        locksLost.increment();
    }

    void lateResult() {
        lateResults.increment();
    }

    void cancelled() {
        cancelled.increment();
    }

    int busy() {
        return busy.get();
    }

    private Counter count(String name, String description, String... tags) {
        return Counter.builder(name)
                .description(description)
                .tag(STAGE, stage)
                .tags(tags)
                .register(registry);
    }
}
