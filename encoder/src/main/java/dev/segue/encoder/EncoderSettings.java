package dev.segue.encoder;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * Settings of the encoder ({@code segue.encoder}).
 *
 * @param slots units encoded at the same time; 0 for one a processor
 * @param deadline longest time one attempt at a unit may take
 */
@ConfigurationProperties("segue.encoder")
public record EncoderSettings(
        @Bindable(defaultValue = "0") int slots,
        @Bindable(defaultValue = "30m") Duration deadline) {
    public EncoderSettings {
        if (slots < 0) {
            throw new IllegalArgumentException("segue.encoder.slots must not be negative but is " + slots);
        }
        slots = slots == 0 ? Runtime.getRuntime().availableProcessors() : slots;
    }
}
