package dev.segue.encoder;

import dev.segue.contract.Cancel;
import dev.segue.contract.Event;
import dev.segue.contract.EventCodec;
import dev.segue.contract.MalformedEventException;
import dev.segue.contract.SegmentEncoded;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.Unit;
import dev.segue.stage.HeaderTexts;
import java.time.Duration;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds units back and releases the most urgent one whenever the budget allows, so that the order is decided as late as possible.
 * Keeps what it released until the result is stated, and releases it again when that does not happen in time.
 */
final class DispatchProcessor implements Processor<String, byte[], String, byte[]> {
    static final Duration INTERVAL = Duration.ofMillis(400);
    static final Duration LOOK_FOR_OVERDUE = Duration.ofSeconds(5);
    private static final Duration LOOK_FOR_OLD = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(DispatchProcessor.class);

    private final EventCodec codec;
    private final DispatchBudget budget;
    private final Reissue reissue;
    private @Nullable Running running;

    DispatchProcessor(EventCodec codec, DispatchBudget budget, Reissue reissue) {
        this.codec = codec;
        this.budget = budget;
        this.reissue = reissue;
    }

    /** What exists only between init and close. */
    private record Running(
            ProcessorContext<String, byte[]> context,
            DispatchPending pending,
            DispatchAtWork atWork,
            DispatchWithdrawn withdrawn) {}

    @Override
    public void init(ProcessorContext<String, byte[]> context) {
        DispatchWithdrawn withdrawn = new DispatchWithdrawn(context.getStateStore(DispatchWithdrawn.STORE));
        running = new Running(
                context,
                new DispatchPending(context.getStateStore(DispatchPending.STORE)),
                new DispatchAtWork(context.getStateStore(DispatchAtWork.STORE), context.currentSystemTimeMs()),
                withdrawn);
        budget.join(this);
        context.schedule(INTERVAL, PunctuationType.WALL_CLOCK_TIME, now -> release());
        context.schedule(LOOK_FOR_OVERDUE, PunctuationType.WALL_CLOCK_TIME, this::reissue);
        context.schedule(LOOK_FOR_OLD, PunctuationType.WALL_CLOCK_TIME, withdrawn::forgetOld);
    }

    @Override
    public void process(Record<String, byte[]> record) {
        Event event = read(record);
        switch (event) {
            case SegmentsReady ready -> await(ready, record);
            case SegmentEncoded encoded ->
                forget(new DispatchUnit(encoded.videoId(), encoded.generation(), encoded.track(), encoded.unit())
                        .key());
            case Cancel cancel -> withdraw(cancel.videoId(), cancel.generation());
            case null, default -> {} // not for the dispatcher to judge, see read
        }
        // Not only at the next tick: a single film on an idle machine should not wait.
        release();
    }

    /** Null for what the assembler, which reads it too, makes a dead letter: there should be one, not two. */
    private @Nullable Event read(Record<String, byte[]> record) {
        boolean isOurs = running().context().recordMetadata().stream()
                .anyMatch(from -> from.topic().equals(DispatchTopology.READY));
        try {
            Event event = isOurs
                    ? codec.read(SegmentsReady.class, HeaderTexts.of(record.headers()), record.value())
                    : codec.readAny(HeaderTexts.of(record.headers()), record.value());
            // The key decides the partition, and only within one is a unit that comes again known as such.
            if (!event.videoId().equals(record.key())) {
                throw new MalformedEventException(
                        "the record's key must be " + event.videoId() + " but is " + record.key());
            }
            return event;
        } catch (MalformedEventException e) {
            if (isOurs) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
            return null;
        }
    }

    private void await(SegmentsReady event, Record<String, byte[]> record) {
        DispatchUnit unit = new DispatchUnit(
                event.videoId(),
                event.generation(),
                event.unit().track(),
                event.unit().index());
        DispatchWithdrawn withdrawn = running().withdrawn();
        if (withdrawn.has(unit.videoId(), unit.generation())) {
            LOG.atInfo().addKeyValue("unit", unit.queueKey()).log("unit of a withdrawn run is not released");
            return;
        }
        if (unit.generation() > 1 && !withdrawn.has(unit.videoId(), unit.generation() - 1)) {
            withdraw(unit.videoId(), unit.generation() - 1);
        }
        long due = record.timestamp() + event.job().priority().slack().toMillis();
        boolean sound = event.unit() instanceof Unit.AudioTrack;
        running()
                .pending()
                .add(unit.key(), DispatchEntry.of(due, sound, unit.queueKey(), record.headers(), record.value()));
    }

    /** What was cancelled or superseded is neither released nor missed, nor is what comes of it later. */
    private void withdraw(String videoId, int generation) {
        running().withdrawn().add(videoId, generation, running().context().currentSystemTimeMs());
        running().pending().upTo(videoId, generation).forEach(this::forget);
        running().atWork().upTo(videoId, generation).forEach(this::forget);
    }

    private void forget(String key) {
        running().pending().remove(key);
        running().atWork().remove(key);
    }

    private void reissue(long now) {
        Running r = running();
        for (KeyValue<String, DispatchAtWork.Released> lost :
                r.atWork().takeOverdue(now, reissue.after(), budget.hasEncoders())) {
            r.pending().add(lost.key, lost.value.entry());
            reissue.count().increment();
            LOG.atWarn()
                    .addKeyValue("unit", lost.value.entry().key())
                    .addKeyValue("releasedBefore", Duration.ofMillis(now - lost.value.since()))
                    .log("unit is neither encoded nor dead and is issued again");
        }
        release();
    }

    private void release() {
        Running r = running();
        int released = 0;
        DispatchPlace first = r.pending().first();
        while (first != null && budget.take(this, first)) {
            long now = r.context().currentSystemTimeMs();
            DispatchEntry entry = r.pending().remove(first.unit());
            if (entry != null) {
                r.atWork().add(first.unit(), now, entry);
                r.context().forward(new Record<>(entry.key(), entry.value(), now, entry.kafkaHeaders()));
                released++;
            }
            first = r.pending().first();
        }
        budget.report(this, first);
        if (released > 0) {
            budget.commit(released);
            // Encoders see the units when the transaction is committed.
            r.context().commit();
        }
    }

    @Override
    public void close() {
        budget.leave(this);
    }

    private Running running() {
        if (running == null) {
            throw new IllegalStateException("not initialised");
        }
        return running;
    }
}
