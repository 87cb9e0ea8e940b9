package dev.segue.stage;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How a process stops ({@code segue.stage}).
 *
 * @param drainGrace how long running jobs may go on after SIGTERM; those not done by then are given back and done elsewhere. Zero
 *     gives them back at once. The platform's own patience must be longer, or it kills what is still at work
 */
@ConfigurationProperties("segue.stage")
public record DrainSettings(@Bindable(defaultValue = "PT0S") Duration drainGrace) {
    private static final Duration LONGEST = Duration.ofHours(24);

    public DrainSettings {
        if (drainGrace.isNegative() || drainGrace.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "segue.stage.drain-grace must be 0 to " + LONGEST.toHours() + " h but is " + drainGrace);
        }
    }
}
