package dev.segue.stage;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How a stage waits for a dependency that it takes for dead ({@code segue.circuit}). It does so after {@code segue.retry.attempts}
 * failures in a row: with more, a job would be given up before.
 *
 * @param firstPause before the first new try; doubled after each one that fails
 * @param longestPause no pause is longer; a try that takes longer holds up the others no more
 * @param patience how long a job waits before another host may have it, or before it is given up where it alone says that the
 *     dependency is dead
 */
@ConfigurationProperties("segue.circuit")
record CircuitSettings(
        @Bindable(defaultValue = "PT1S") Duration firstPause,
        @Bindable(defaultValue = "PT30S") Duration longestPause,
        @Bindable(defaultValue = "PT15M") Duration patience) {
    CircuitSettings {
        if (firstPause.toMillis() < 1 || longestPause.compareTo(firstPause) < 0) {
            throw new IllegalArgumentException(
                    "segue.circuit.first-pause must be at least 1 ms and at most segue.circuit.longest-pause");
        }
        if (!patience.isPositive()) {
            throw new IllegalArgumentException("segue.circuit.patience must be positive but is " + patience);
        }
    }
}
