package dev.segue.stage;

import dev.segue.contract.Envelope;
import dev.segue.contract.Event;
import dev.segue.contract.EventCodec;
import dev.segue.contract.EventIds;
import dev.segue.contract.MalformedEventException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Takes one record through a stage: reads the event, has it tried, and gives it up or away where it must. Knows nothing of locks and
 * acknowledgements; runs on a thread that may be interrupted at any moment.
 */
final class RecordJob<E extends Event> {
    private static final Logger LOG = LoggerFactory.getLogger(RecordJob.class);
    /** A record that keeps coming back to the host that gave it away is done there after all. */
    private static final int MOST_PASSES = 5;

    private final StageSpec<E> spec;
    private final JobTools tools;
    private final Attempts<E> attempts;

    RecordJob(StageSpec<E> spec, JobTools tools, Attempts<E> attempts) {
        this.spec = spec;
        this.tools = tools;
        this.attempts = attempts;
    }

    /**
     * What all jobs of a stage share.
     *
     * @param passing pauses before a record that came back is passed on again
     */
    record JobTools(
            EventCodec codec,
            DeadLetters deadLetters,
            int deliveryLimit,
            OtherHosts others,
            HostGuard host,
            BackOff passing,
            StageMetrics metrics,
            TraceParents traces,
            Clock clock) {}

    /**
     * Does it. The MDC is set here and nowhere else.
     *
     * @param stopped whether the interrupt of this thread means that the result is no longer wanted from here
     */
    JobEnd run(ConsumerRecord<byte[], byte[]> record, BooleanSupplier stopped) {
        long began = System.nanoTime();
        tools.metrics().begun();
        tools.metrics()
                .queued(Duration.between(
                        Instant.ofEpochMilli(record.timestamp()), tools.clock().instant()));
        MDC.put("stage", spec.name());
        JobEnd end = JobEnd.RELEASED;
        try {
            end = work(Origin.of(record), record.deliveryCount().orElse((short) 1), stopped);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            tools.metrics().ended(end, took);
            LOG.atInfo()
                    .addKeyValue("outcome", end.label())
                    .addKeyValue("offset", record.offset())
                    .addKeyValue("ms", took.toMillis())
                    .log("event done");
            MDC.clear();
        }
        return end;
    }

    private JobEnd work(Origin origin, int delivery, BooleanSupplier stopped) throws InterruptedException {
        Instant now = tools.clock().instant();
        if (delivery > tools.deliveryLimit()) {
            return giveUp(origin, Failure.workerLost(delivery), new DeadLetterRecords.History(0, delivery, now, now));
        }
        E event;
        try {
            event = read(origin);
        } catch (MalformedEventException e) {
            return giveUp(origin, Failure.of(e), new DeadLetterRecords.History(0, delivery, now, now));
        }
        String job = EventIds.of(event);
        MDC.put("videoId", event.videoId());
        MDC.put("event", job);
        Optional<OtherHosts.Note> note = OtherHosts.noteOn(origin);
        if (note.isPresent() && cameBack(note.get()) && passOn(origin, note.get())) {
            return JobEnd.HANDED_OVER;
        }
        String traceparent = tools.traces().carryOn(origin.headerTexts().get(Envelope.TRACEPARENT));
        Attempts.Task<E> task = new Attempts.Task<>(event, traceparent, note.map(OtherHosts.Note::code), stopped);
        return switch (attempts.make(task)) {
            case Attempts.End.Stated(JobEnd end) -> {
                tools.host().succeeded();
                yield end;
            }
            case Attempts.End.HandOver(Failure failure, int tries, Instant firstFailed) -> {
                blameHost(job, failure);
                yield handOver(origin, failure)
                        ? JobEnd.HANDED_OVER
                        : giveUp(origin, failure, history(tries, delivery, firstFailed));
            }
            case Attempts.End.GivenUp(Failure failure, int tries, Instant firstFailed) -> {
                // What fails on two hosts in the same way says nothing against the second.
                if (note.isEmpty()) {
                    blameHost(job, failure);
                }
                yield giveUp(origin, failure, history(tries, delivery, firstFailed));
            }
        };
    }

    private E read(Origin origin) throws MalformedEventException {
        if (spec.lenient()) {
            return tools.codec().readAtTheDoor(spec.event(), origin.keyText(), origin.headerTexts(), origin.value());
        }
        // Stages always write one: without it the record comes from elsewhere, or was put back carelessly.
        if (origin.key() == null) {
            throw new MalformedEventException("the record has no key");
        }
        return tools.codec().read(spec.event(), origin.headerTexts(), origin.value());
    }

    private void blameHost(String job, Failure failure) {
        if (failure.dependency().isEmpty()) {
            tools.host().failed(job, failure.code());
        }
    }

    private boolean cameBack(OtherHosts.Note note) {
        return tools.others().isHere(note)
                && note.passes() < MOST_PASSES
                && tools.others().exist();
    }

    /** Waits a little, or two idle slots would play ping-pong while the other hosts are at work. */
    private boolean passOn(Origin origin, OtherHosts.Note note) throws InterruptedException {
        Thread.sleep(tools.passing().after(note.passes() + 1));
        try {
            tools.others().passOn(origin, note);
            return true;
        } catch (TransientFailure e) {
            return false;
        }
    }

    private boolean handOver(Origin origin, Failure failure) throws InterruptedException {
        if (!tools.others().exist()) {
            return false;
        }
        LOG.atWarn()
                .addKeyValue("topic", origin.topic())
                .addKeyValue("offset", origin.offset())
                .addKeyValue("code", failure.code())
                .addKeyValue("error", failure.message())
                .log("event is given to another host");
        try {
            tools.others().handOver(origin, failure);
            return true;
        } catch (TransientFailure e) {
            // The dead-letter topic is no easier to write to, but that is tried until it goes well.
            return false;
        }
    }

    private DeadLetterRecords.History history(int attempts, int deliveries, Instant firstFailed) {
        return new DeadLetterRecords.History(
                attempts, deliveries, firstFailed, tools.clock().instant());
    }

    private JobEnd giveUp(Origin origin, Failure failure, DeadLetterRecords.History history)
            throws InterruptedException {
        LOG.atError()
                .addKeyValue("topic", origin.topic())
                .addKeyValue("offset", origin.offset())
                .addKeyValue("code", failure.code())
                .addKeyValue("errorClass", failure.errorClass())
                .addKeyValue("error", failure.message())
                .log("event goes to the dead-letter topic");
        tools.deadLetters().write(origin, failure, history);
        tools.metrics().deadLettered(failure);
        return JobEnd.DEAD_LETTERED;
    }
}
