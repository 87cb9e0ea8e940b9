package dev.segue.ops.lag;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One metric whose labels come and go. What is already there is never taken away and put back, so a scrape misses nothing. */
final class Series {
    private final MultiGauge gauge;
    private volatile Map<Tags, Double> values = Map.of();

    Series(MeterRegistry registry, String name, @Nullable String unit, String description) {
        gauge = MultiGauge.builder(name).description(description).baseUnit(unit).register(registry);
    }

    /** Shows these and no others. */
    void show(Map<Tags, Double> now) {
        values = Map.copyOf(now);
        gauge.register(
                values.keySet().stream()
                        .<MultiGauge.Row<?>>map(
                                tags -> MultiGauge.Row.of(tags, () -> values.getOrDefault(tags, Double.NaN)))
                        .toList(),
                false);
    }
}
