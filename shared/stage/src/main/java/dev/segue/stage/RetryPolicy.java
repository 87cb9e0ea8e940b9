package dev.segue.stage;

import java.time.Duration;

/** Decides what follows a failed attempt: another one after a pause, or the dead-letter topic. */
record RetryPolicy(int attempts, BackOff backOff) {
    /** What to do next. */
    sealed interface Decision {
        /** Wait, then try again. */
        record Again(Failure failure, Duration pause) implements Decision {}

        /** Keep it for people to look at. */
        record GiveUp(Failure failure) implements Decision {}
    }

    /**
     * Decides.
     *
     * @param attempt the number of the attempt that failed, from 1
     */
    Decision after(Throwable thrown, int attempt) {
        Failure failure = Failure.of(thrown);
        return failure.kind() == Failure.Kind.TRANSIENT && attempt < attempts
                ? new Decision.Again(failure, backOff.after(attempt))
                : new Decision.GiveUp(failure);
    }
}
