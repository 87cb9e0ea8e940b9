package dev.segue.assembler;

import dev.segue.contract.Cancel;
import dev.segue.contract.Envelope;
import dev.segue.contract.Event;
import dev.segue.contract.EventCodec;
import dev.segue.contract.EventType;
import dev.segue.contract.MalformedEventException;
import dev.segue.contract.Prioritize;
import dev.segue.contract.QualityMeasured;
import dev.segue.contract.RenditionComplete;
import dev.segue.contract.SegmentEncoded;
import dev.segue.contract.SegmentsReady;
import dev.segue.stage.HeaderTexts;
import dev.segue.stage.Tracing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shell around {@link Assembly}: reads events, keeps the state in stores and states what became complete. Whatever it throws
 * makes the record a dead letter; nothing has been written by then.
 */
final class CountUnits implements Processor<String, byte[], String, byte[]> {
    static final String RUNS = "runs";
    static final String RENDITIONS = "renditions";
    static final String PARTS = "parts";
    static final String TIMERS = "timers";

    private static final Logger LOG = LoggerFactory.getLogger(CountUnits.class);
    private static final String SOURCE = "/segue/assembler";
    private static final Duration LOOK_AT_TIMERS = Duration.ofSeconds(30);

    private final EventCodec codec;
    private final Duration keep;
    private final Duration shortestStretch;
    private final DropCounts drops;
    private final Tracing tracing;
    private @Nullable Running running;

    CountUnits(EventCodec codec, AssemblerSettings settings, DropCounts drops, Tracing tracing) {
        this.codec = codec;
        this.keep = settings.keep();
        this.shortestStretch = settings.shortestStretch();
        this.drops = drops;
        this.tracing = tracing;
    }

    /** What exists only between init and close. */
    private record Running(ProcessorContext<String, byte[]> context, Ledger ledger, Assembly assembly, Timers timers) {}

    @Override
    public void init(ProcessorContext<String, byte[]> context) {
        Ledger ledger = new StoreLedger(
                context.getStateStore(RUNS), context.getStateStore(RENDITIONS), context.getStateStore(PARTS));
        running = new Running(
                context,
                ledger,
                new Assembly(ledger, TimeUnit.MICROSECONDS.convert(shortestStretch)),
                new Timers(context.getStateStore(TIMERS)));
        context.schedule(LOOK_AT_TIMERS, PunctuationType.WALL_CLOCK_TIME, this::runTimers);
    }

    @Override
    public void process(Record<String, byte[]> record) {
        Map<String, String> headers = HeaderTexts.of(record.headers());
        Event event = read(record, headers);
        Running r = running();
        Run before = r.ledger().run(event.videoId());
        switch (event) {
            case SegmentsReady ready -> state(r.assembly().take(Input.of(ready)), record, headers);
            case SegmentEncoded encoded -> count(encoded, Input.of(encoded), record, headers);
            case QualityMeasured measured -> count(measured, Input.of(measured), record, headers);
            case Cancel cancel -> r.assembly().cancel(cancel.videoId(), cancel.generation());
            case Prioritize p -> {} // the dispatcher's
            default -> {
                String sentence = "the assembler does not count events of type " + headers.get(Envelope.TYPE);
                throw new IllegalArgumentException(sentence, new MalformedEventException(sentence));
            }
        }
        Run after = r.ledger().run(event.videoId());
        if (after != null && !after.equals(before)) {
            r.timers()
                    .set(
                            r.context().currentSystemTimeMs() + keep.toMillis(),
                            event.videoId(),
                            after.generation(),
                            after.standing() == Run.Standing.UNDER_WAY
                                    ? Timers.What.FORGET_UNANNOUNCED
                                    : Timers.What.FORGET);
        }
    }

    private Event read(Record<String, byte[]> record, Map<String, String> headers) {
        Event event;
        try {
            event = codec.readAny(headers, record.value());
        } catch (MalformedEventException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        // The key decides where a record is counted: under a wrong one, its units would be spread over several places.
        if (!event.videoId().equals(record.key())) {
            throw new Violation(
                    Violation.Code.KEY_DIFFERS,
                    new RenditionKey(event.videoId(), event.generation(), "*"),
                    "the record's key is " + record.key());
        }
        return event;
    }

    private void state(Assembly.Taken taken, Record<String, byte[]> cause, Map<String, String> headers) {
        for (RenditionComplete event : taken.completions()) {
            try (Tracing.Piece piece =
                    tracing.begin("assembler", event, headers.getOrDefault(Envelope.TRACEPARENT, ""))) {
                Envelope envelope = codec.write(event, SOURCE, piece.traceparent());
                Headers out = new RecordHeaders();
                envelope.headers().forEach((name, value) -> out.add(name, value.getBytes(StandardCharsets.UTF_8)));
                running().context().forward(new Record<>(envelope.key(), envelope.value(), cause.timestamp(), out));
            }
            LOG.atInfo()
                    .addKeyValue("video", event.videoId())
                    .addKeyValue("generation", event.generation())
                    .addKeyValue("rendition", event.rendition().id())
                    .addKeyValue("segments", event.segments().size())
                    .addKeyValue("frames", event.frames())
                    .log("rendition complete");
        }
    }

    private void count(Event result, List<Input> inputs, Record<String, byte[]> record, Map<String, String> headers) {
        Assembly.Taken taken = running().assembly().take(inputs);
        if (taken.dropped() != null) {
            drop(result, taken.dropped());
        }
        state(taken, record, headers);
    }

    private void drop(Event result, Dropped reason) {
        drops.add(reason, 1);
        LOG.atInfo()
                .addKeyValue("event", EventType.of(result).kind())
                .addKeyValue("video", result.videoId())
                .addKeyValue("generation", result.generation())
                .addKeyValue("unit", result.discriminator())
                .addKeyValue("reason", reason.label())
                .log("result dropped");
    }

    private void runTimers(long now) {
        Running r = running();
        Runs runs = new Runs(r.ledger());
        for (Timers.Due due : r.timers().takeDue(now)) {
            switch (due.what()) {
                case FORGET -> runs.forget(due.videoId(), due.generation());
                case FORGET_UNANNOUNCED ->
                    drops.add(Dropped.LATE, runs.forgetUnannounced(due.videoId(), due.generation()));
            }
        }
    }

    private Running running() {
        if (running == null) {
            throw new IllegalStateException("not initialised");
        }
        return running;
    }
}
