package dev.segue.ops.retry;

import dev.segue.contract.Priority;
import org.jspecify.annotations.Nullable;

/**
 * That a video be made anew.
 *
 * @param from where to begin, absent for as late as possible: with {@code probed}, or with {@code scanned} where a profile is given
 * @param profile to be made with, absent for the one it was made with
 * @param priority of the new run, absent for that of the event that is stated again
 * @param supersede whether a run that is under way is cancelled for it
 * @param expected the newest run there is thought to be, absent where that does not matter
 * @param by who asks for it, for the audit
 * @param source through what: {@code cli} or {@code api}
 * @param run what it is a part of, for the audit
 */
public record RetryRequest(
        String videoId,
        @Nullable RetryFrom from,
        @Nullable String profile,
        @Nullable Priority priority,
        boolean supersede,
        @Nullable Integer expected,
        String by,
        String source,
        String run) {
    public RetryRequest {
        if (by.isBlank()) {
            throw new IllegalArgumentException("who asks for it must be named");
        }
    }
}
