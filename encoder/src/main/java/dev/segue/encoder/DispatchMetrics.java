package dev.segue.encoder;

import dev.segue.contract.Priority;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the dispatcher counts and shows. */
final class DispatchMetrics {
    /** Owners with figures of their own, those with the most work; a series for each owner ever seen would be without bounds. */
    private static final int OWNERS = 20;

    /** No owner can be called so. */
    private static final String OTHERS = "(others)";

    private static final Duration[] STEPS = {
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(15),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofMinutes(15),
        Duration.ofHours(1),
        Duration.ofHours(4),
        Duration.ofHours(12),
        Duration.ofDays(1)
    };

    private final MeterRegistry registry;
    private final Counter reissued;
    private final Counter stragglers;
    private final MultiGauge work;

    DispatchMetrics(MeterRegistry registry) {
        this.registry = registry;
        reissued = Counter.builder("segue.dispatcher.units.reissued")
                .description("Units issued again because neither a result nor a dead letter came of them")
                .register(registry);
        stragglers = Counter.builder("segue.dispatcher.units.straggling")
                .description("Units given to a second worker because they took far longer than others of their kind")
                .register(registry);
        work = MultiGauge.builder("segue.dispatcher.backlog.work.seconds")
                .description("Processor time that the waiting units are predicted to take")
                .baseUnit("seconds")
                .register(registry);
    }

    Counter reissued() {
        return reissued;
    }

    Counter stragglers() {
        return stragglers;
    }

    /** A unit is released now that was announced then, in milliseconds. */
    void released(Priority priority, long announced, long now) {
        Timer.builder("segue.dispatcher.wait")
                .description("Time from a unit's announcement until an encoder was free for it")
                .tag("priority", priority.name().toLowerCase(Locale.ROOT))
                .serviceLevelObjectives(STEPS)
                .register(registry)
                .record(Duration.ofMillis(Math.max(0, now - announced)));
    }

    /** Shows how much work waits now, by priority and owner. */
    void show(DispatchOrder order) {
        Map<Priority, Map<String, Double>> waiting = new HashMap<>();
        Map<String, Double> owners = new HashMap<>();
        order.forEach((place, cpuMs) -> {
            waiting.computeIfAbsent(place.priority(), p -> new HashMap<>())
                    .merge(place.owner(), cpuMs / 1_000, Double::sum);
            owners.merge(place.owner(), cpuMs, Double::sum);
        });
        List<String> shown = owners.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(OWNERS)
                .map(Map.Entry::getKey)
                .toList();
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        for (Priority priority : Priority.values()) {
            Map<String, Double> seconds = new HashMap<>();
            // Each priority is always there, so that a queue that is empty reads 0.
            seconds.put(OTHERS, 0.0);
            waiting.getOrDefault(priority, Map.of())
                    .forEach((owner, s) -> seconds.merge(shown.contains(owner) ? owner : OTHERS, s, Double::sum));
            seconds.forEach((owner, s) -> rows.add(MultiGauge.Row.of(
                    Tags.of("priority", priority.name().toLowerCase(Locale.ROOT), "owner", owner), s)));
        }
        work.register(rows, true);
    }
}
