package dev.segue.ops.timeline;

import dev.segue.ops.EventRecord;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What is told of all videos, and of the projection. The counts come from the tables, so that a restart does not set them back.
 */
final class TimelineMetrics {
    /** Every stage a video can be with, and every way it can end: each is shown, as zero where there is none. */
    static final List<String> STAGES = List.of("scanner", "prober", "splitter", "encoder", "assembler", "publisher");

    static final List<String> OUTCOMES = List.of("published", "helped", "rejected", "cancelled", "dead");

    private final MeterRegistry registry;
    private final Clock clock;
    private final AtomicLong open = new AtomicLong();
    private final Counter leftOut;
    private volatile Map<String, Long> stuck = Map.of();
    private volatile Map<String, Long> ended = Map.of();
    private boolean shown;
    private volatile boolean projecting;
    private volatile @Nullable Instant readUntil;

    TimelineMetrics(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
        Gauge.builder("segue.timeline.projecting", () -> projecting ? 1 : 0)
                .description("1 in the process that writes the timeline, 0 where it waits or stands by")
                .register(registry);
        Gauge.builder("segue.timeline.behind.seconds", this::behind)
                .description("Age of the record that was projected last, 0 when none waits")
                .register(registry);
        leftOut = Counter.builder("segue.timeline.left.out")
                .description("Records that PostgreSQL would not take")
                .register(registry);
    }

    /** A batch was written; an empty one says that nothing waits. */
    void read(List<Projected> batch) {
        readUntil = batch.stream()
                .flatMap(r -> r.event().stream())
                .map(EventRecord::at)
                .max(Instant::compareTo)
                .orElse(null);
    }

    private double behind() {
        Instant until = readUntil;
        return until == null
                ? 0
                : Math.max(0, Duration.between(until, clock.instant()).toMillis() / 1000.0);
    }

    void projecting(boolean now) {
        projecting = now;
        if (!now) {
            // How far behind another process is, that one knows.
            readUntil = null;
        }
    }

    /** What the tables say. Shown from the first time on and not before: a count that begins at zero would be taken for a restart. */
    synchronized void counted(Map<String, Long> stuckByStage, long videosOpen, Map<String, Long> endedByOutcome) {
        stuck = Map.copyOf(stuckByStage);
        open.set(videosOpen);
        ended = Map.copyOf(endedByOutcome);
        if (!shown) {
            show();
            shown = true;
        }
    }

    private void show() {
        for (String stage : STAGES) {
            Gauge.builder("segue.videos.stuck", () -> stuck.getOrDefault(stage, 0L))
                    .description("Videos that have not moved for far longer than was to be expected")
                    .tag("stage", stage)
                    .register(registry);
        }
        for (String outcome : OUTCOMES) {
            FunctionCounter.builder("segue.videos.ended", this, m -> m.ended.getOrDefault(outcome, 0L))
                    .description(
                            "Runs that ended, \"published\" without a dead letter, \"helped\" after one was put back")
                    .tag("outcome", outcome)
                    .register(registry);
        }
        Gauge.builder("segue.videos.open", open, AtomicLong::get)
                .description("Videos that are on their way, stuck ones included")
                .register(registry);
    }

    void leftOut() {
        leftOut.increment();
    }
}
