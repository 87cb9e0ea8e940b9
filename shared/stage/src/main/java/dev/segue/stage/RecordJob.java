package dev.segue.stage;

import dev.segue.contract.Envelope;
import dev.segue.contract.Event;
import dev.segue.contract.EventCodec;
import dev.segue.contract.EventIds;
import dev.segue.contract.MalformedEventException;
import dev.segue.contract.Rejected;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Takes one record through a stage: reads the event, has the handler try, states the results, gives up where it must. Knows
 * nothing of locks and acknowledgements; runs on a thread that may be interrupted at any moment.
 */
final class RecordJob<E extends Event> {
    private static final Logger LOG = LoggerFactory.getLogger(RecordJob.class);

    private final StageSpec<E> spec;
    private final JobTools tools;

    RecordJob(StageSpec<E> spec, JobTools tools) {
        this.spec = spec;
        this.tools = tools;
    }

    /** What all jobs of a stage share. */
    record JobTools(
            EventCodec codec,
            KafkaEventPublisher publisher,
            DeadLetters deadLetters,
            RetryPolicy retry,
            int deliveryLimit,
            DeadlineWatch deadlines,
            ScratchFolders scratch,
            StageMetrics metrics,
            TraceParents traces,
            Clock clock) {}

    /**
     * Does it. The MDC is set here and nowhere else.
     *
     * @param lease how long the result is wanted from here; this thread is interrupted when it ends early
     */
    JobEnd run(ConsumerRecord<byte[], byte[]> record, Lease lease) {
        Instant began = tools.clock().instant();
        tools.metrics().begun();
        tools.metrics().queued(Duration.between(Instant.ofEpochMilli(record.timestamp()), began));
        MDC.put("stage", spec.name());
        JobEnd end = JobEnd.RELEASED;
        try {
            end = work(Origin.of(record), record.deliveryCount().orElse((short) 1), lease);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Duration took = Duration.between(began, tools.clock().instant());
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

    private JobEnd work(Origin origin, int delivery, Lease lease) throws InterruptedException {
        if (delivery > tools.deliveryLimit()) {
            return giveUp(lease, origin, Failure.workerLost(delivery), 0, delivery, null);
        }
        E event;
        try {
            event = read(origin);
        } catch (MalformedEventException e) {
            return giveUp(lease, origin, Failure.of(e), 0, delivery, null);
        }
        MDC.put("videoId", event.videoId());
        MDC.put("event", EventIds.of(event));
        String traceparent = tools.traces().carryOn(origin.headerTexts().get(Envelope.TRACEPARENT));
        Outcome outcome = null;
        Instant firstFailed = null;
        for (int attempt = 1; ; attempt++) {
            MDC.put("attempt", String.valueOf(attempt));
            if (!lease.held()) {
                return late(outcome != null);
            }
            tools.metrics().attempted();
            try {
                if (outcome == null) {
                    outcome = handle(event, attempt, lease);
                }
                lease.require();
                return state(event, outcome, traceparent);
            } catch (InterruptedException e) {
                throw e;
            } catch (Throwable thrown) {
                // A handler that was interrupted may well end with some other exception.
                if (!lease.held()) {
                    return late(outcome != null || thrown instanceof LeaseLostException);
                }
                firstFailed = firstFailed == null ? tools.clock().instant() : firstFailed;
                switch (tools.retry().after(thrown, attempt)) {
                    case RetryPolicy.Decision.GiveUp(Failure failure) -> {
                        return giveUp(lease, origin, failure, attempt, delivery, firstFailed);
                    }
                    case RetryPolicy.Decision.Again(Failure failure, Duration pause) -> pause(failure, pause);
                }
            }
        }
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

    private Outcome handle(E event, int attempt, Lease lease) throws Exception {
        Path folder = tools.scratch().make();
        try {
            Work work = new Work(folder, tools.clock().instant().plus(spec.deadline()), attempt, lease);
            return tools.deadlines().call(spec.deadline(), () -> spec.handler().handle(event, work));
        } finally {
            tools.scratch().remove(folder);
        }
    }

    /** Returns when what the outcome says is written; only then may the record be accepted. */
    private JobEnd state(E event, Outcome outcome, String traceparent) throws TransientFailure, InterruptedException {
        return switch (outcome) {
            case Outcome.Emit(List<? extends Event> events) -> {
                tools.publisher().publish(spec.name(), events, traceparent);
                yield JobEnd.EMITTED;
            }
            case Outcome.Reject reject -> {
                Rejected rejected = new Rejected(
                        event.videoId(),
                        event.generation(),
                        spec.name(),
                        reject.code(),
                        reject.sentence(),
                        reject.facts());
                tools.publisher().publish(spec.name(), List.of(rejected), traceparent);
                tools.metrics().rejected(reject.code());
                yield JobEnd.REJECTED;
            }
        };
    }

    /** Whoever has the record now says what there is to say. */
    private JobEnd late(boolean hadResult) {
        if (!hadResult) {
            return JobEnd.RELEASED;
        }
        tools.metrics().lateResult();
        return JobEnd.DROPPED;
    }

    private JobEnd giveUp(
            Lease lease, Origin origin, Failure failure, int attempts, int deliveries, @Nullable Instant firstFailed)
            throws InterruptedException {
        if (!lease.held()) {
            return JobEnd.RELEASED;
        }
        Instant now = tools.clock().instant();
        LOG.atError()
                .addKeyValue("topic", origin.topic())
                .addKeyValue("offset", origin.offset())
                .addKeyValue("code", failure.code())
                .addKeyValue("errorClass", failure.errorClass())
                .addKeyValue("error", failure.message())
                .log("event goes to the dead-letter topic");
        tools.deadLetters()
                .write(
                        origin,
                        failure,
                        new DeadLetterRecords.History(
                                attempts, deliveries, firstFailed == null ? now : firstFailed, now));
        tools.metrics().deadLettered(failure);
        return JobEnd.DEAD_LETTERED;
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
