package dev.segue.standalone.bench;

import java.time.Duration;
import java.util.List;

/**
 * How much {@link ControlPlaneBench} measures.
 *
 * @param units of a film
 * @param warmUp how long films come at the first rate before anything is measured
 * @param step how long films come at each rate
 * @param perHour videos an hour, one rate after the other
 */
public record ControlPlaneSize(int units, Duration warmUp, Duration step, List<Integer> perHour) {
    /** Some seconds, to see that it works; its figures mean nothing. */
    public static final ControlPlaneSize QUICK =
            new ControlPlaneSize(3, Duration.ZERO, Duration.ofSeconds(2), List.of(5_000));

    public ControlPlaneSize {
        perHour = List.copyOf(perHour);
    }

    /** Films of 60 units. Java's large compiler takes minutes to have seen all of it. */
    public static ControlPlaneSize full(Duration step, List<Integer> perHour) {
        return new ControlPlaneSize(60, Duration.ofMinutes(3), step, perHour);
    }
}
