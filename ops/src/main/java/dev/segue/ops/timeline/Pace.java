package dev.segue.ops.timeline;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** How long videos were with each stage lately, waiting included: what is to be expected of the next one. Not for several threads. */
final class Pace {
    /** How much a new duration counts against all before it: one in this many. */
    private static final int WEIGHT = 8;

    private final Map<String, Long> millis;

    Pace(Map<String, Long> millis) {
        this.millis = new TreeMap<>(millis);
    }

    /** A video was with the stage for so long. */
    void passed(String stage, Duration took) {
        long ms = Math.max(0, took.toMillis());
        millis.merge(stage, ms, (known, now) -> known + (now - known) / WEIGHT);
    }

    /** Zero for a stage that none has passed yet. */
    Duration of(String stage) {
        return Duration.ofMillis(millis.getOrDefault(stage, 0L));
    }

    Map<String, Long> millis() {
        return Map.copyOf(millis);
    }
}
