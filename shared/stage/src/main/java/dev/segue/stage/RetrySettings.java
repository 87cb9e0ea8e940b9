package dev.segue.stage;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * When a worker gives up on an event ({@code segue.retry}).
 *
 * @param attempts tries within one delivery, for failures that may pass
 * @param firstPause after the first of them; doubled after each further one
 * @param longestPause no pause is longer
 * @param deliveries times that an event may be handed to workers which then died, froze or were stopped; below the broker's own
 *     limit ({@code share.delivery.count.limit}), at which it would drop the event silently
 */
@ConfigurationProperties("segue.retry")
record RetrySettings(
        @Bindable(defaultValue = "3") int attempts,
        @Bindable(defaultValue = "PT1S") Duration firstPause,
        @Bindable(defaultValue = "PT30S") Duration longestPause,
        @Bindable(defaultValue = "5") int deliveries) {
    RetrySettings {
        if (attempts < 1 || attempts > 100) {
            throw new IllegalArgumentException("segue.retry.attempts must be 1 to 100 but is " + attempts);
        }
        if (deliveries < 1 || deliveries > 9) {
            throw new IllegalArgumentException("segue.retry.deliveries must be 1 to 9 but is " + deliveries);
        }
        if (firstPause.toMillis() < 1 || longestPause.compareTo(firstPause) < 0) {
            throw new IllegalArgumentException(
                    "segue.retry.first-pause must be at least 1 ms and at most segue.retry.longest-pause");
        }
    }
}
