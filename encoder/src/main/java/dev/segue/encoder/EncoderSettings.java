package dev.segue.encoder;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * Settings of the encoder ({@code segue.encoder}).
 *
 * @param slots units encoded at the same time, at most 256; 0 for one a processor
 * @param deadline longest time one attempt at a unit may take, from a minute to twelve hours
 * @param verify how much of what was encoded is decoded again: {@code sample}, {@code full} or {@code off}
 * @param hardware {@code auto} lets devices encode pictures, as far as they pass a trial at the start
 */
@ConfigurationProperties("segue.encoder")
public record EncoderSettings(
        @Bindable(defaultValue = "0") int slots,
        @Bindable(defaultValue = "30m") Duration deadline,
        @Bindable(defaultValue = "sample") Verify verify,

        @Bindable(defaultValue = "off") Hardware hardware) {
    private static final int MOST_SLOTS = 256;
    private static final Duration SHORTEST_DEADLINE = Duration.ofMinutes(1);
    private static final Duration LONGEST_DEADLINE = Duration.ofHours(12);

    /**
     * Whether devices encode. Off unless asked for: the parts of a rendition must all come from one kind of encoder, so that hosts
     * with different devices would refuse each other's, and software makes a better picture of the same bits.
     */
    public enum Hardware {
        OFF,
        AUTO
    }

    public EncoderSettings {
        if (slots < 0 || slots > MOST_SLOTS) {
            throw new IllegalArgumentException("segue.encoder.slots must be 0 to " + MOST_SLOTS + " but is " + slots);
        }
        if (deadline.compareTo(SHORTEST_DEADLINE) < 0 || deadline.compareTo(LONGEST_DEADLINE) > 0) {
            throw new IllegalArgumentException("segue.encoder.deadline must be " + SHORTEST_DEADLINE + " to "
                    + LONGEST_DEADLINE + " but is " + deadline);
        }
        slots = slots == 0 ? Runtime.getRuntime().availableProcessors() : slots;
    }
}
