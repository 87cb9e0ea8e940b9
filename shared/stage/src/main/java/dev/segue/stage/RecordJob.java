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
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Takes one record through a stage: reads the event, has it tried, and sees to it that a failed one ends somewhere. Knows nothing of
 * locks and acknowledgements; runs on a thread that may be interrupted at any moment.
 */
final class RecordJob<E extends Event> {
    private static final Logger LOG = LoggerFactory.getLogger(RecordJob.class);

    private final StageSpec<E> spec;
    private final JobTools tools;
    private final Attempts<E> attempts;

    RecordJob(StageSpec<E> spec, JobTools tools, Attempts<E> attempts) {
        this.spec = spec;
        this.tools = tools;
        this.attempts = attempts;
    }

    /** What all jobs of a stage share. */
    record JobTools(
            EventCodec codec,
            FailedJobs failed,
            HostGuard host,
            RunningJobs running,
            int deliveryLimit,
            StageMetrics metrics,
            TraceParents traces,
            Clock clock) {}

    /**
     * Does it. The MDC is set here and nowhere else.
     *
     * @param lease how long the result is wanted from here; this thread is interrupted when it ends early
     */
    JobEnd run(ConsumerRecord<byte[], byte[]> record, Lease lease) {
        long began = System.nanoTime();
        tools.metrics().begun();
        tools.metrics().queued(waited(record.timestamp()));
        MDC.put("stage", spec.name());
        JobEnd end = JobEnd.RELEASED;
        try {
            end = work(new FailedJobs.Held(
                    Origin.of(record), record.deliveryCount().orElse((short) 1), lease));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            tools.metrics().ended(end, took);
            if (end == JobEnd.CANCELLED) {
                tools.metrics().cancelled();
            }
            LOG.atInfo()
                    .addKeyValue("outcome", end.label())
                    .addKeyValue("offset", record.offset())
                    .addKeyValue("ms", took.toMillis())
                    .log("event done");
            MDC.clear();
        }
        return end;
    }

    private JobEnd work(FailedJobs.Held held) throws InterruptedException {
        if (held.delivery() > tools.deliveryLimit()) {
            return tools.failed().refuse(held, Failure.workerLost(held.delivery()));
        }
        Origin origin = held.origin();
        E event;
        try {
            event = read(origin);
        } catch (MalformedEventException e) {
            return tools.failed().refuse(held, Failure.of(e));
        }
        MDC.put("videoId", event.videoId());
        MDC.put("event", EventIds.of(event));
        try (RunningJobs.Job job = tools.running().begin(event, held.lease())) {
            JobEnd end = JobEnd.CANCELLED;
            try {
                end = job.stopped() ? end : work(held, event);
            } catch (InterruptedException e) {
                if (!job.stopped()) {
                    throw e;
                }
            }
            // What was stated before it was stopped is true all the same.
            boolean stopped = job.stopped() && end.acknowledgement() == AcknowledgeType.RELEASE;
            return stopped ? JobEnd.CANCELLED : end;
        }
    }

    private JobEnd work(FailedJobs.Held held, E event) throws InterruptedException {
        Origin origin = held.origin();
        Optional<OtherHosts.Note> note = OtherHosts.noteOn(origin);
        if (note.isPresent() && tools.failed().passedOn(held, note.get())) {
            return JobEnd.HANDED_OVER;
        }
        String traceparent = tools.traces().carryOn(origin.headerTexts().get(Envelope.TRACEPARENT));
        Attempts.Task<E> task = new Attempts.Task<>(
                event, traceparent, note.map(OtherHosts.Note::code), held.lease(), waited(origin.timestamp()));
        return switch (attempts.make(task)) {
            case Attempts.End.Stated(JobEnd end) -> {
                tools.host().succeeded();
                yield end;
            }
            case Attempts.End.Late(boolean hadResult) -> late(hadResult);
            case Attempts.End.HandOver(Failure failure, int tries, Instant firstFailed) ->
                tools.failed().handOver(held, event, failure, tries, firstFailed);
            case Attempts.End.GivenUp(Failure failure, int tries, Instant firstFailed) ->
                tools.failed().giveUp(held, event, failure, tries, firstFailed, note);
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

    private Duration waited(long since) {
        return Duration.between(Instant.ofEpochMilli(since), tools.clock().instant());
    }

    private JobEnd late(boolean hadResult) {
        if (!hadResult) {
            return JobEnd.RELEASED;
        }
        tools.metrics().lateResult();
        return JobEnd.DROPPED;
    }
}
