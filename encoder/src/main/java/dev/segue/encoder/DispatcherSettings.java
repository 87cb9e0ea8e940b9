package dev.segue.encoder;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * Settings of the dispatcher ({@code segue.dispatcher}).
 *
 * @param reissueAfter when a unit that was released is issued again, if neither a result nor a dead letter came of it: longer than
 *     any unit takes, or slow ones are encoded twice; from a second to a week
 */
@ConfigurationProperties("segue.dispatcher")
record DispatcherSettings(@Bindable(defaultValue = "2h") Duration reissueAfter) {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(7);

    DispatcherSettings {
        if (reissueAfter.compareTo(SHORTEST) < 0 || reissueAfter.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("segue.dispatcher.reissue-after must be " + SHORTEST + " to " + LONGEST
                    + " but is " + reissueAfter);
        }
    }
}
