package dev.segue.ops.retry;

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
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
