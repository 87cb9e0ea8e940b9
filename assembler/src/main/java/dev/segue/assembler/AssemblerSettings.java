package dev.segue.assembler;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * Settings of the assembler ({@code segue.assembler}).
 *
 * @param keep how long a run that has ended is remembered, so that late results are known as such
 * @param shortestStretch how long the source must be black, still or silent to be worth a warning
 */
@ConfigurationProperties("segue.assembler")
record AssemblerSettings(
        @Bindable(defaultValue = "7d") Duration keep,
        @Bindable(defaultValue = "2s") Duration shortestStretch) {
    AssemblerSettings {
        // A dead letter is replayed hours later; what was complete by then must not begin anew.
        if (keep.compareTo(Duration.ofHours(1)) < 0) {
            throw new IllegalArgumentException("segue.assembler.keep must be at least 1h but is " + keep);
        }
        // Encoders do not tell of shorter ones.
        if (shortestStretch.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException(
                    "segue.assembler.shortest-stretch must be at least 1s but is " + shortestStretch);
        }
    }
}
