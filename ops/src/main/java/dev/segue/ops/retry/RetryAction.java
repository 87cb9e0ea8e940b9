package dev.segue.ops.retry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of the audit on {@code retry-actions}, under the video's id: who had which video made anew, and how. Written in one transaction
 * with the event that begins the run.
 *
 * @param run what it was a part of: all videos of one {@code reprocess} share it
 * @param from the event with which the run began
 * @param profile asked for, absent for the one before
 * @param priority asked for, absent for the one before
 */
public record RetryAction(
        String run,
        String videoId,
        int generation,
        String from,
        @Nullable String profile,
        @Nullable String priority,
        String by,
        Instant at) {
    /** The topic of the audit. */
    public static final String TOPIC = "retry-actions";
}
