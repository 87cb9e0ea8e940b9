package dev.segue.stage;

import dev.segue.contract.Event;
import dev.segue.contract.EventIds;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What becomes of jobs that this host could not do: another host may try, or they go to the dead letters.
 *
 * @param passing pauses before a record that came back is passed on again
 */
record FailedJobs(
        DeadLetters deadLetters,
        OtherHosts others,
        HostGuard host,
        BackOff passing,
        StageMetrics metrics,
        Clock clock) {
    private static final Logger LOG = LoggerFactory.getLogger(FailedJobs.class);
    /**
     * A record that keeps coming back to the host that gave it away is done there after all. With the usual pauses that is after some
     * six minutes, in which another host should have become free.
     */
    private static final int MOST_PASSES = 20;

    /** A record that was read, and how long it is this worker's. */
    record Held(Origin origin, int delivery, Lease lease) {}

    /** Whether a record that this host gave away, and got back, has gone on to another one. */
    boolean passedOn(Held held, OtherHosts.Note note) throws InterruptedException {
        if (!others.isHere(note) || note.passes() >= MOST_PASSES || !others.exist()) {
            return false;
        }
        // Or two idle slots would play ping-pong while the other hosts are at work.
        Thread.sleep(passing.after(note.passes() + 1));
        if (!held.lease().held()) {
            throw new InterruptedException("the record is no longer this worker's");
        }
        try {
            others.passOn(held.origin(), note);
            return true;
        } catch (TransientFailure | KafkaException e) {
            return false;
        }
    }

    /** Has another host try where there is one. */
    JobEnd handOver(Held held, Event event, Failure failure, int attempts, Instant firstFailed)
            throws InterruptedException {
        blameHost(event, failure);
        // It waited for what is dead for all hosts, and that there are others was asked when its patience ended. Should
        // they be gone since, it comes back and waits on here. It is not to die of a hiccup at this moment.
        boolean waited = failure.dependency().filter(Dependency::shared).isPresent();
        boolean possible = waited || others.exist();
        for (int tries = 1; possible && held.lease().held(); tries++) {
            try {
                others.handOver(held.origin(), failure);
                log(held.origin(), failure).log("event is given to another host");
                return JobEnd.HANDED_OVER;
            } catch (TransientFailure | KafkaException e) {
                // The dead-letter topic is no easier to write to, but that is tried until it goes well. It takes what
                // is too large here with the note, and is open to workers that may not write to what they read.
                LOG.atWarn()
                        .addKeyValue("topic", held.origin().topic())
                        .addKeyValue("error", e.toString())
                        .log("event cannot be given to another host");
                possible = waited && e instanceof TransientFailure;
            }
            if (possible) {
                Thread.sleep(passing.after(tries));
            }
        }
        return deadLetter(held, failure, attempts, firstFailed);
    }

    /** Nobody is to try again. */
    JobEnd giveUp(
            Held held, Event event, Failure failure, int attempts, Instant firstFailed, Optional<OtherHosts.Note> note)
            throws InterruptedException {
        // What fails on two hosts says nothing against the second.
        if (note.isEmpty()) {
            blameHost(event, failure);
        }
        return deadLetter(held, failure, attempts, firstFailed);
    }

    /** What was never tried. */
    JobEnd refuse(Held held, Failure failure) throws InterruptedException {
        return deadLetter(held, failure, 0, clock.instant());
    }

    private JobEnd deadLetter(Held held, Failure failure, int attempts, Instant firstFailed)
            throws InterruptedException {
        if (!held.lease().held()) {
            return JobEnd.RELEASED;
        }
        log(held.origin(), failure).log("event goes to the dead-letter topic");
        deadLetters.write(
                held.origin(),
                failure,
                new DeadLetterRecords.History(attempts, held.delivery(), firstFailed, clock.instant()));
        metrics.deadLettered(failure);
        return JobEnd.DEAD_LETTERED;
    }

    private void blameHost(Event event, Failure failure) {
        if (failure.dependency().isEmpty()) {
            host.failed(event.videoId(), EventIds.of(event), failure.code());
        }
    }

    private static LoggingEventBuilder log(Origin origin, Failure failure) {
        return LOG.atError()
                .addKeyValue("topic", origin.topic())
                .addKeyValue("offset", origin.offset())
                .addKeyValue("code", failure.code())
                .addKeyValue("errorClass", failure.errorClass())
                .addKeyValue("error", failure.message());
    }
}
