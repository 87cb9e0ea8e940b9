package dev.segue.encoder;

import dev.segue.contract.Cancel;
import dev.segue.contract.Forecast;
import dev.segue.contract.Prioritize;
import dev.segue.contract.SegmentEncoded;
import dev.segue.contract.SegmentsReady;
import java.time.Duration;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds units back and releases the one whose turn it is whenever a slot is free, so that the order is decided as late as possible.
 * Keeps what it released until the result is stated, and releases it again when that does not happen in time.
 */
final class DispatchProcessor implements Processor<String, byte[], String, byte[]> {
    /**
     * How soon a slot is noticed that became free without a result, and a unit of another task that had to go first; how far apart
     * units are shown to encoders.
     */
    static final Duration INTERVAL = Duration.ofMillis(50);

    static final Duration LOOK_FOR_OVERDUE = Duration.ofSeconds(5);
    private static final Duration LOOK_FOR_OLD = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(DispatchProcessor.class);

    private final DispatchEvents events;
    private final DispatchDesk desk;
    private @Nullable DispatchTask running;

    DispatchProcessor(DispatchEvents events, DispatchDesk desk) {
        this.events = events;
        this.desk = desk;
    }

    @Override
    public void init(ProcessorContext<String, byte[]> context) {
        TaskId task = context.taskId();
        KeyValueStore<String, DispatchCosts.Samples> costs = context.getStateStore(DispatchCosts.STORE);
        desk.costs().restore(costs);
        DispatchPending pending = new DispatchPending(
                task,
                context.getStateStore(DispatchPending.STORE),
                context.getStateStore(DispatchPending.SHARES),
                desk.budget().order());
        DispatchAtWork atWork =
                new DispatchAtWork(context.getStateStore(DispatchAtWork.STORE), context.currentSystemTimeMs());
        DispatchWithdrawn withdrawn = new DispatchWithdrawn(context.getStateStore(DispatchWithdrawn.STORE));
        DispatchPriorities priorities = new DispatchPriorities(context.getStateStore(DispatchPriorities.STORE));
        running = new DispatchTask(context, pending, atWork, withdrawn, priorities, costs);
        desk.budget().join(task, atWork.slots());
        context.schedule(INTERVAL, PunctuationType.WALL_CLOCK_TIME, now -> release());
        context.schedule(LOOK_FOR_OVERDUE, PunctuationType.WALL_CLOCK_TIME, this::lookForOverdue);
        context.schedule(LOOK_FOR_OLD, PunctuationType.WALL_CLOCK_TIME, running::forgetOld);
    }

    @Override
    public void process(Record<String, byte[]> record) {
        String topic =
                running().context().recordMetadata().map(RecordMetadata::topic).orElse(null);
        switch (events.read(topic, record)) {
            case SegmentsReady ready -> await(ready, record);
            case SegmentEncoded encoded -> finished(encoded);
            case Cancel cancel -> withdraw(cancel.videoId(), cancel.generation());
            case Prioritize prioritize -> running().prioritize(prioritize);
            case null, default -> {} // not for the dispatcher to judge, see DispatchEvents
        }
        // Not only at the next tick: a film on an idle machine should not wait, nor a slot that has just become free.
        release();
    }

    private void await(SegmentsReady event, Record<String, byte[]> record) {
        DispatchUnit unit = DispatchUnit.of(event);
        DispatchWithdrawn withdrawn = running().withdrawn();
        if (withdrawn.has(unit.videoId(), unit.generation())) {
            LOG.atInfo().addKeyValue("unit", unit.queueKey()).log("unit of a withdrawn run is not released");
            return;
        }
        if (unit.generation() > 1 && !withdrawn.has(unit.videoId(), unit.generation() - 1)) {
            withdraw(unit.videoId(), unit.generation() - 1);
        }
        running()
                .await(
                        unit.key(),
                        DispatchEntry.of(event, record.timestamp(), unit.queueKey(), record.headers(), record.value()));
    }

    private void finished(SegmentEncoded result) {
        String key = new DispatchUnit(result.videoId(), result.generation(), result.track(), result.unit()).key();
        DispatchAtWork.Released released = forget(key);
        if (released != null) {
            DispatchWork work = released.entry().work();
            long took = running().context().currentSystemTimeMs() - released.since();
            DispatchCosts.Samples learnt = desk.costs().learn(work, result.cpuMs(), took);
            if (learnt.isToBeWritten()) {
                running().costs().put(work.kind(), learnt);
            }
        }
    }

    /** What was cancelled or superseded is neither released nor missed, nor is what comes of it later. */
    private void withdraw(String videoId, int generation) {
        running().withdrawn().add(videoId, generation, running().context().currentSystemTimeMs());
        running().pending().upTo(videoId, generation).forEach(this::forget);
        running().atWork().upTo(videoId, generation).forEach(this::forget);
    }

    private DispatchAtWork.@Nullable Released forget(String key) {
        running().pending().remove(key);
        DispatchAtWork.Released released = running().atWork().remove(key);
        if (released != null) {
            desk.budget().returned(running().context().taskId(), released.slots());
        }
        return released;
    }

    private void lookForOverdue(long now) {
        DispatchTask r = running();
        r.atWork().look(now, desk.budget().hasEncoders());
        for (KeyValue<String, DispatchAtWork.Released> lost : r.atWork().takeOverdue(now, desk.reissueAfter())) {
            desk.budget().returned(r.context().taskId(), lost.value.slots());
            r.await(lost.key, lost.value.entry());
            desk.metrics().reissued().increment();
            LOG.atWarn()
                    .addKeyValue("unit", lost.value.entry().key())
                    .addKeyValue("releasedBefore", Duration.ofMillis(now - lost.value.since()))
                    .log("unit is neither encoded nor dead and is issued again");
        }
        release();
        // Only when nothing else wants the slot: a second attempt must not hold up first ones.
        for (KeyValue<String, DispatchAtWork.Released> slow : r.atWork()
                .stragglers(now, work -> desk.costs().tooLong(work).orElse(desk.reissueAfter()), () -> desk.budget()
                        .takeAgain(r.context().taskId()))) {
            send(slow.value.entry(), now);
            desk.metrics().stragglers().increment();
            LOG.atWarn()
                    .addKeyValue("unit", slow.value.entry().key())
                    .addKeyValue("releasedBefore", Duration.ofMillis(now - slow.value.since()))
                    .log("unit takes far longer than others of its kind and is given to a second worker");
        }
        desk.commits().settle(r.context());
        desk.metrics().show(desk.budget().order());
        for (Forecast forecast :
                desk.forecasts().of(r.context().taskId(), r.atWork().all(), now)) {
            r.context().forward(events.write(forecast, r.traceparent(forecast), now), DispatchTopology.FORECAST);
            r.context().commit();
        }
    }

    private void release() {
        DispatchTask r = running();
        DispatchOrder.Turn turn;
        while ((turn = desk.budget().take(r.context().taskId())) != null) {
            long now = r.context().currentSystemTimeMs();
            DispatchEntry entry = r.pending().release(turn);
            if (entry != null) {
                r.atWork().add(turn.place().unit(), now, entry);
                desk.metrics().released(entry.priority(), entry.announced(), now);
                send(entry, now);
            } else {
                // Withdrawn since the slot was granted.
                desk.budget().returned(r.context().taskId(), 1);
            }
        }
        desk.commits().settle(r.context());
    }

    private void send(DispatchEntry entry, long now) {
        running().context().forward(entry.record(now, desk.tracing()), DispatchTopology.QUEUE);
        desk.commits().owe();
    }

    @Override
    public void close() {
        if (running != null) {
            desk.budget().leave(running.context().taskId());
            desk.forecasts().leave(running.context().taskId());
        }
    }

    private DispatchTask running() {
        if (running == null) {
            throw new IllegalStateException("not initialised");
        }
        return running;
    }
}
