package dev.segue.encoder;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * Settings of the measuring of quality ({@code segue.quality}).
 *
 * @param slots units compared with their source at the same time, at most 256; beside the slots of the encoder
 * @param deadline longest time one attempt at a unit may take, from a minute to twelve hours
 */
@ConfigurationProperties("segue.quality")
record QualitySettings(
        @Bindable(defaultValue = "1") int slots,
        @Bindable(defaultValue = "15m") Duration deadline) {
    private static final int MOST_SLOTS = 256;
    private static final Duration SHORTEST_DEADLINE = Duration.ofMinutes(1);
    private static final Duration LONGEST_DEADLINE = Duration.ofHours(12);

    QualitySettings {
        if (slots < 1 || slots > MOST_SLOTS) {
            throw new IllegalArgumentException("segue.quality.slots must be 1 to " + MOST_SLOTS + " but is " + slots);
        }
        if (deadline.compareTo(SHORTEST_DEADLINE) < 0 || deadline.compareTo(LONGEST_DEADLINE) > 0) {
            throw new IllegalArgumentException("segue.quality.deadline must be " + SHORTEST_DEADLINE + " to "
                    + LONGEST_DEADLINE + " but is " + deadline);
        }
    }
}
