package dev.segue.ops.timeline;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How the timeline is written and when a video counts as stuck ({@code segue.timeline}).
 *
 * @param batchRecords how many records one transaction takes at most
 * @param batchWait how long records are gathered for one transaction
 * @param stuckFactor a video is stuck when it has not moved for this many times as long as was to be expected
 * @param stuckFloor but never before this
 */
@ConfigurationProperties("segue.timeline")
public record TimelineSettings(
        @Bindable(defaultValue = "500") int batchRecords,
        @Bindable(defaultValue = "PT0.2S") Duration batchWait,
        @Bindable(defaultValue = "3") int stuckFactor,
        @Bindable(defaultValue = "PT1M") Duration stuckFloor) {
    public TimelineSettings {
        if (batchRecords < 1 || batchRecords > 10_000) {
            throw new IllegalArgumentException(
                    "segue.timeline.batch-records must be 1 to 10000 but is " + batchRecords);
        }
        if (batchWait.toMillis() < 1 || batchWait.toSeconds() > 60) {
            throw new IllegalArgumentException("segue.timeline.batch-wait must be 1 ms to 60 s but is " + batchWait);
        }
        if (stuckFactor < 1 || stuckFactor > 100) {
            throw new IllegalArgumentException("segue.timeline.stuck-factor must be 1 to 100 but is " + stuckFactor);
        }
        if (stuckFloor.toMillis() < 1) {
            throw new IllegalArgumentException("segue.timeline.stuck-floor must be at least 1 ms but is " + stuckFloor);
        }
    }
}
