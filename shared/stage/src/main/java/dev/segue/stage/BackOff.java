package dev.segue.stage;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Pauses that double up to a longest one; the random half keeps those who failed together from coming back together. */
record BackOff(Duration first, Duration longest, RandomGenerator random) {
    private static final int LARGEST_SHIFT = 20;

    /** The pause after the n-th failure in a row, n from 1. */
    Duration after(int failures) {
        long doubled = first.toMillis() << Math.min(failures - 1, LARGEST_SHIFT);
        long full = Math.min(doubled, longest.toMillis());
        return Duration.ofMillis(full / 2 + random.nextLong(full / 2 + 1));
    }
}
