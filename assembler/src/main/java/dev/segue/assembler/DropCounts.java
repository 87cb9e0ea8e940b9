package dev.segue.assembler;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/** Counts results that were not counted into a rendition, by the reason. */
final class DropCounts {
    private final Map<Dropped, Counter> counters = new EnumMap<>(Dropped.class);

    DropCounts(MeterRegistry registry) {
        for (Dropped reason : Dropped.values()) {
            counters.put(
                    reason,
                    Counter.builder("segue.assembler.results.dropped")
                            .description("Encoded units that came twice, too late, or for a run that does not count")
                            .tag("reason", reason.label())
                            .register(registry));
        }
    }

    void add(Dropped reason, int results) {
        Counter counter = counters.get(reason);
        if (counter != null) {
            counter.increment(results);
        }
    }
}
