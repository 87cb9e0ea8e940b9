package dev.segue.stage;

import java.time.Duration;
import java.util.Optional;

/**
 * Decides what follows a failed attempt. A dead dependency is waited for; what may pass is tried again; what this host cannot do,
 * another one may try; what fails in the same way on two hosts is the job's own fault.
 *
 * @param attempts how often one host tries
 */
record RetryPolicy(int attempts, BackOff backOff) {
    /** What to do next. */
    sealed interface Decision {
        /** Wait, then try again. */
        record Again(Failure failure, Duration pause) implements Decision {}

        /** Try again when the dependency may be back; the attempt does not count. */
        record Wait() implements Decision {}

        /** Let another host try where there is one, else keep it for people to look at. */
        record HandOver(Failure failure) implements Decision {}

        /** Keep it for people to look at. */
        record GiveUp(Failure failure) implements Decision {}
    }

    /**
     * Decides.
     *
     * @param attempt the number of the attempt that failed, from 1
     * @param dead whether the circuit of the dependency that it blames is open
     * @param before the code with which it failed on another host, absent when none has tried it
     */
    Decision after(Failure failure, int attempt, boolean dead, Optional<String> before) {
        if (dead) {
            return new Decision.Wait();
        }
        boolean blamesDependency = failure.dependency().isPresent();
        if (!blamesDependency && before.filter(failure.code()::equals).isPresent()) {
            return new Decision.GiveUp(failure);
        }
        if (failure.kind() == Failure.Kind.TRANSIENT && attempt < attempts) {
            return new Decision.Again(failure, backOff.after(attempt));
        }
        // Another host reaches the same store, but has a disk of its own. What another host has given away already is
        // not sent round in circles.
        boolean sameElsewhere = failure.dependency().filter(Dependency::shared).isPresent();
        return sameElsewhere || before.isPresent() ? new Decision.GiveUp(failure) : new Decision.HandOver(failure);
    }

    /**
     * Decides on a job that has waited for a dependency as long as it may.
     *
     * @param failure what it last failed with
     * @param alone whether no other job has found it dead
     * @param before as above
     * @param others whether another host works in the group
     */
    Decision afterWaiting(Failure failure, boolean alone, Optional<String> before, boolean others) {
        if (failure.dependency().filter(d -> d == Dependency.KAFKA).isPresent()) {
            // Neither of the other ways can be gone without it.
            return new Decision.Wait();
        }
        boolean condemned = alone && before.filter(failure.code()::equals).isPresent();
        if (others && !condemned) {
            return new Decision.HandOver(failure);
        }
        return alone ? new Decision.GiveUp(failure) : new Decision.Wait();
    }
}
