package dev.segue.standalone.bench;

import java.time.Duration;
import java.util.Collection;

/** How long records were under way, from before they were produced until a handler was entered with them. */
public record Latencies(int count, Duration p50, Duration p99) {
    static Latencies of(Collection<Duration> measured) {
        Duration[] sorted = measured.stream().sorted().toArray(Duration[]::new);
        if (sorted.length == 0) {
            throw new IllegalArgumentException("nothing was measured");
        }
        return new Latencies(sorted.length, at(sorted, 0.50), at(sorted, 0.99));
    }

    /** The smallest value that is not exceeded by the given part of all. */
    private static Duration at(Duration[] sorted, double part) {
        return sorted[(int) Math.ceil(part * sorted.length) - 1];
    }
}
