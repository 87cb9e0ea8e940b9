package dev.segue.stage;

import dev.segue.contract.Event;
import dev.segue.contract.EventIds;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Tries one event until that goes well or there is no point in going on. Where a dependency is dead it waits, and the time that takes
 * belongs to no attempt.
 */
final class Attempts<E extends Event> {
    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);
    /** As dead letters name it. */
    private static final String HOST = HostSettings.systemName();

    private final Attempt<E> attempt;
    private final RetryPolicy retry;
    private final Circuits circuits;
    private final Duration patience;
    private final BooleanSupplier others;
    private final Clock clock;

    /**
     * @param patience how long an event waits for a dead dependency
     * @param others whether another host works in the group
     * @param clock tells when something happened
     */
    Attempts(
            Attempt<E> attempt,
            RetryPolicy retry,
            Circuits circuits,
            Duration patience,
            BooleanSupplier others,
            Clock clock) {
        this.attempt = attempt;
        this.retry = retry;
        this.circuits = circuits;
        this.patience = patience;
        this.others = others;
        this.clock = clock;
    }

    /**
     * One event to be worked on.
     *
     * @param before the code with which it failed on another host, absent when none has tried it
     * @param lease how long the result is wanted from here
     * @param waited how long it lay in its topic
     */
    record Task<E extends Event>(E event, String traceparent, Optional<String> before, Lease lease, Duration waited) {}

    /** How it ended. */
    sealed interface End {
        /** What there was to say is written. */
        record Stated(JobEnd end) implements End {}

        /** Whoever has the record now says what there is to say. */
        record Late(boolean hadResult) implements End {}

        /** Nothing is stated. Another host may do it where there is one. */
        record HandOver(Failure failure, int attempts, Instant firstFailed) implements End {}

        /** Nothing is stated, and nobody is to try again. */
        record GivenUp(Failure failure, int attempts, Instant firstFailed) implements End {}
    }

    End make(Task<E> task) throws InterruptedException {
        String job = EventIds.of(task.event());
        Run run = new Run(task, job);
        try {
            return run.toTheEnd();
        } finally {
            attempt.metrics().tried(run.number);
            circuits.left(job);
        }
    }

    /** What was done about one event so far. */
    private final class Run {
        private final Task<E> task;
        private final String job;
        private final long began = System.nanoTime();
        private int number = 1;
        private int inARow;
        private long waitUntil = patienceEnds();
        private boolean waiting;
        private @Nullable Outcome outcome;
        private @Nullable Failure last;
        private @Nullable Instant firstFailed;

        private Run(Task<E> task, String job) {
            this.task = task;
            this.job = job;
        }

        private End toTheEnd() throws InterruptedException {
            while (true) {
                MDC.put("attempt", String.valueOf(number));
                if (!task.lease().held()) {
                    return new End.Late(outcome != null);
                }
                Optional<Dependency> dead = circuits.await(job, waitUntil);
                RetryPolicy.Decision decision;
                if (dead.isPresent()) {
                    waitUntil = patienceEnds();
                    waiting = true;
                    decision = retry.afterWaiting(
                            blaming(dead.get()),
                            circuits.blamedOnlyBy(dead.get(), job),
                            task.before(),
                            others.getAsBoolean());
                } else {
                    try {
                        return new End.Stated(tryOnce());
                    } catch (InterruptedException e) {
                        throw e;
                    } catch (Throwable thrown) {
                        // It says so itself even where a renewal that was answered late has given the lease back since.
                        boolean refused = Failure.causes(thrown).anyMatch(LeaseLostException.class::isInstance);
                        // A handler that was interrupted may well end with some other exception.
                        if (refused || !task.lease().held()) {
                            return new End.Late(outcome != null || refused);
                        }
                        Failure failure = Failure.of(thrown);
                        Tracing.failed(failure);
                        decision =
                                retry.after(failure, counting(failure), circuits.failed(failure, job), task.before());
                        last = failure;
                    }
                }
                Instant first = firstFailed == null ? clock.instant() : firstFailed;
                firstFailed = first;
                switch (decision) {
                    case RetryPolicy.Decision.Wait() -> {
                        // The circuit says when. The work that was done before is no part of the wait.
                        waitUntil = waiting ? waitUntil : patienceEnds();
                        waiting = true;
                    }
                    case RetryPolicy.Decision.Again(Failure failure, Duration pause) -> {
                        pause(failure, pause);
                        number++;
                        waitUntil = patienceEnds();
                        waiting = false;
                    }
                    case RetryPolicy.Decision.HandOver(Failure failure) -> {
                        return new End.HandOver(failure, number, first);
                    }
                    case RetryPolicy.Decision.GiveUp(Failure failure) -> {
                        return new End.GivenUp(failure, number, first);
                    }
                }
            }
        }

        /**
         * How many attempts count. Of those that a dependency failed, only as many as it failed in a row: what went wrong before it
         * died must not keep the job from noticing, with others, that it is dead.
         */
        private int counting(Failure failure) {
            Failure before = last;
            boolean again = before != null && before.dependency().equals(failure.dependency());
            inARow = again ? inARow + 1 : 1;
            return failure.dependency().isPresent() ? inARow : number;
        }

        /** What it last failed with, or, where it has not failed by this itself, what all wait for. */
        private Failure blaming(Dependency dead) {
            Failure own = last;
            return own != null && own.code().equals(dead.code())
                    ? own
                    : Failure.of(new TransientFailure(dead.code(), dead.trouble()));
        }

        private JobEnd tryOnce() throws Exception {
            Outcome result = outcome;
            if (result == null) {
                result = attempt.handle(task.event(), number, task.lease());
                outcome = result;
            }
            task.lease().require();
            return attempt.state(task.event(), result, task.traceparent(), how());
        }

        private Map<String, String> how() {
            return Map.of(
                    WorkHeaders.HOST, HOST,
                    WorkHeaders.ATTEMPT, String.valueOf(number),
                    WorkHeaders.WAIT_MS,
                            String.valueOf(Math.max(0, task.waited().toMillis())),
                    WorkHeaders.RUN_MS, String.valueOf((System.nanoTime() - began) / 1_000_000));
        }
    }

    private long patienceEnds() {
        return System.nanoTime() + patience.toNanos();
    }

    private static void pause(Failure failure, Duration pause) throws InterruptedException {
        LOG.atWarn()
                .addKeyValue("code", failure.code())
                .addKeyValue("error", failure.message())
                .addKeyValue("againIn", pause)
                .log("attempt failed and is made again");
        Thread.sleep(pause);
    }
}
