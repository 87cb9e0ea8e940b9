package dev.segue.ops.lag;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a group has not finished yet of one partition.
 *
 * @param next everything before this offset is finished
 * @param records unfinished records, those that are being worked on included
 * @param oldest when the oldest of them was written, absent when all are finished
 * @param exact whether each one was looked at; else {@code records} also counts markers of transactions far behind, or the broker
 *     did not let us see which records of a share group are finished
 */
public record PartitionLag(
        String topic,
        int partition,
        long next,
        long records,
        @Nullable Instant oldest,
        boolean exact) {
    /** Age of the oldest unfinished record, zero when there is none. */
    public Duration behind(Instant now) {
        if (oldest == null || oldest.isAfter(now)) {
            return Duration.ZERO;
        }
        return Duration.between(oldest, now);
    }
}
