package dev.segue.assembler;

import dev.segue.contract.Envelope;
import dev.segue.contract.Event;
import dev.segue.contract.EventCodec;
import dev.segue.contract.MalformedEventException;
import dev.segue.contract.RenditionComplete;
import dev.segue.contract.SegmentEncoded;
import dev.segue.contract.SegmentsReady;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shell around {@link Assembly}: reads events, keeps the state in stores and states what became complete. Whatever it throws
 * makes the record a dead letter; nothing has been written by then.
 */
final class CountUnits implements Processor<String, byte[], String, byte[]> {
    static final String RENDITIONS = "renditions";
    static final String PARTS = "parts";
    static final String TIMERS = "timers";

    private static final Logger LOG = LoggerFactory.getLogger(CountUnits.class);
    private static final String SOURCE = "/segue/assembler";
    private static final Duration LOOK_AT_TIMERS = Duration.ofSeconds(30);

    private final EventCodec codec;
    private final Duration keep;
    private @Nullable Running running;

    CountUnits(EventCodec codec, Duration keep) {
        this.codec = codec;
        this.keep = keep;
    }

    /** What exists only between init and close. */
    private record Running(
            ProcessorContext<String, byte[]> context,
            KeyValueStore<String, RenditionState> renditions,
            Assembly assembly,
            Timers timers) {}

    @Override
    public void init(ProcessorContext<String, byte[]> context) {
        KeyValueStore<String, RenditionState> renditions = context.getStateStore(RENDITIONS);
        Assembly assembly = new Assembly(new StoreLedger(renditions, context.getStateStore(PARTS)));
        running = new Running(context, renditions, assembly, new Timers(context.getStateStore(TIMERS)));
        context.schedule(LOOK_AT_TIMERS, PunctuationType.WALL_CLOCK_TIME, this::runTimers);
    }

    @Override
    public void process(Record<String, byte[]> record) {
        Map<String, String> headers = texts(record.headers());
        List<Input> inputs = read(record, headers);
        Running r = running();
        for (RenditionComplete event : r.assembly().take(inputs)) {
            RenditionKey key = new RenditionKey(
                    event.videoId(), event.generation(), event.rendition().id());
            r.timers().set(r.context().currentSystemTimeMs() + keep.toMillis(), key, Timers.What.FORGET);
            Envelope envelope = codec.write(event, SOURCE, headers.get(Envelope.TRACEPARENT));
            Headers out = new RecordHeaders();
            envelope.headers().forEach((name, value) -> out.add(name, value.getBytes(StandardCharsets.UTF_8)));
            r.context().forward(new Record<>(envelope.key(), envelope.value(), record.timestamp(), out));
            LOG.atInfo()
                    .addKeyValue("video", event.videoId())
                    .addKeyValue("generation", event.generation())
                    .addKeyValue("rendition", event.rendition().id())
                    .addKeyValue("segments", event.segments().size())
                    .addKeyValue("frames", event.frames())
                    .log("rendition complete");
        }
    }

    private List<Input> read(Record<String, byte[]> record, Map<String, String> headers) {
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
        if (event instanceof SegmentsReady ready) {
            return Input.of(ready);
        }
        if (event instanceof SegmentEncoded encoded) {
            return Input.of(encoded);
        }
        String sentence = "the assembler does not count events of type " + headers.get(Envelope.TYPE);
        throw new IllegalArgumentException(sentence, new MalformedEventException(sentence));
    }

    private void runTimers(long now) {
        Running r = running();
        for (Timers.Due due : r.timers().takeDue(now)) {
            switch (due.what()) {
                case FORGET -> r.renditions().delete(due.key());
            }
        }
    }

    private Running running() {
        if (running == null) {
            throw new IllegalStateException("not initialised");
        }
        return running;
    }

    private static Map<String, String> texts(Headers headers) {
        Map<String, String> texts = new HashMap<>();
        for (Header header : headers) {
            if (header.value() != null) {
                texts.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        return texts;
    }
}
