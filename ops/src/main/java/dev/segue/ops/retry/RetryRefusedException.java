package dev.segue.ops.retry;

import org.jspecify.annotations.Nullable;

/** A video is not made anew; the message says why and what can be done instead. */
public final class RetryRefusedException extends RuntimeException {
    /** Why not. */
    public enum Reason {
        /** Nothing is known of such a video. */
        UNKNOWN,
        /** A run of it is under way. */
        RUNNING,
        /** It cannot be done in this way. */
        IMPOSSIBLE
    }

    private final Reason reason;

    RetryRefusedException(Reason reason, String message) {
        this(reason, message, null);
    }

    RetryRefusedException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
