package dev.segue.ops.lag;

import dev.segue.ops.deadletter.OpenLetters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at lag and dead letters again and again on one thread of its own, and shows what it saw last. A scrape never waits for Kafka;
 * how old the figures are is a figure itself.
 */
final class LagExporter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LagExporter.class);
    /** After so many intervals without an answer nothing is shown any more. */
    private static final int STALE = 4;

    private static final Duration CLOSE = Duration.ofSeconds(6);

    private final Supplier<LagProbe> probes;
    private final Supplier<OpenLetters> openLetters;
    private final Duration interval;
    private final Clock clock;
    private final LagMetrics metrics;
    private final Timer looks;
    private final Counter failures;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("lag-probe").factory());
    private volatile long succeededAt = System.nanoTime();
    private @Nullable LagProbe probe;
    private @Nullable OpenLetters letters;
    private boolean failing;

    /** @param probes makes what asks Kafka, on the exporter's own thread, since Kafka's name may not resolve yet */
    LagExporter(
            Supplier<LagProbe> probes,
            Supplier<OpenLetters> openLetters,
            Duration interval,
            MeterRegistry registry,
            Clock clock) {
        this.probes = probes;
        this.openLetters = openLetters;
        this.interval = interval;
        this.clock = clock;
        this.metrics = new LagMetrics(registry);
        this.looks = Timer.builder("segue.lag.probe")
                .description("Looks at the lag of all groups and at the dead letters")
                .register(registry);
        this.failures = Counter.builder("segue.lag.probe.failures")
                .description("Looks that Kafka did not answer")
                .register(registry);
        TimeGauge.builder("segue.lag.probe.age", () -> System.nanoTime() - succeededAt, TimeUnit.NANOSECONDS)
                .description("Time since the last look that was answered")
                .register(registry);
    }

    /** Begins to look. */
    @SuppressWarnings("FutureReturnValueIgnored") // look() throws nothing, so the schedule never ends by itself
    LagExporter start() {
        thread.scheduleWithFixedDelay(this::look, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    private void look() {
        long began = System.nanoTime();
        try {
            if (probe == null) {
                probe = probes.get();
            }
            if (letters == null) {
                letters = openLetters.get();
            }
            metrics.show(probe.look());
            metrics.show(letters.look(), clock.instant());
            looks.record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
            succeededAt = System.nanoTime();
            if (failing) {
                LOG.atInfo().log("lag is known again");
            }
            failing = false;
        } catch (RuntimeException e) {
            failures.increment();
            // Said once, not every interval.
            if (!failing && !thread.isShutdown()) {
                LOG.atWarn().addKeyValue("error", e.toString()).log("lag is unknown, Kafka does not tell");
            }
            failing = true;
            if (System.nanoTime() - succeededAt > STALE * interval.toNanos()) {
                metrics.forget();
            }
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (thread.awaitTermination(CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
                if (probe != null) {
                    probe.close();
                }
                if (letters != null) {
                    letters.close();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
