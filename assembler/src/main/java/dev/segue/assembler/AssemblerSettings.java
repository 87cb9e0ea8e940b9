package dev.segue.assembler;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * Settings of the assembler ({@code segue.assembler}).
 *
 * @param keep how long a run that has ended is remembered, so that late results are known as such
 */
@ConfigurationProperties("segue.assembler")
record AssemblerSettings(@Bindable(defaultValue = "7d") Duration keep) {
    AssemblerSettings {
        // A dead letter is replayed hours later; what was complete by then must not begin anew.
        if (keep.compareTo(Duration.ofHours(1)) < 0) {
            throw new IllegalArgumentException("segue.assembler.keep must be at least 1h but is " + keep);
        }
    }
}
