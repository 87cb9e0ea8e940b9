package dev.segue.encoder;

import dev.segue.contract.Envelope;
import dev.segue.contract.EventCodec;
import dev.segue.contract.MalformedEventException;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.Unit;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Holds units back and releases the most urgent one whenever the budget allows, so that the order is decided as late as possible. A
 * unit that comes again while it waits is not queued twice; its record then is the one with the more urgent place.
 */
final class DispatchProcessor implements Processor<String, byte[], String, byte[]> {
    static final String PENDING = "pending";
    static final Duration INTERVAL = Duration.ofMillis(400);

    private final EventCodec codec;
    private final DispatchBudget budget;
    /** The order, rebuilt from the store at each start: sorting the store's keys instead would need a second one for finding doubles. */
    private final TreeSet<DispatchPlace> places = new TreeSet<>();

    private @Nullable Running running;

    DispatchProcessor(EventCodec codec, DispatchBudget budget) {
        this.codec = codec;
        this.budget = budget;
    }

    /** What exists only between init and close. */
    private record Running(ProcessorContext<String, byte[]> context, KeyValueStore<String, DispatchEntry> pending) {}

    @Override
    public void init(ProcessorContext<String, byte[]> context) {
        KeyValueStore<String, DispatchEntry> pending = context.getStateStore(PENDING);
        running = new Running(context, pending);
        places.clear();
        try (KeyValueIterator<String, DispatchEntry> all = pending.all()) {
            all.forEachRemaining(entry -> places.add(entry.value.place(entry.key)));
        }
        budget.join(this);
        context.schedule(INTERVAL, PunctuationType.WALL_CLOCK_TIME, now -> release());
    }

    @Override
    public void process(Record<String, byte[]> record) {
        SegmentsReady event = read(record);
        String run = event.videoId() + "/" + event.generation() + "/";
        String unit = run
                + event.unit().track()
                + String.format(Locale.ROOT, "/%010d", event.unit().index());
        long due = record.timestamp() + event.job().priority().slack().toMillis();
        KeyValueStore<String, DispatchEntry> pending = running().pending();
        DispatchEntry waiting = pending.get(unit);
        if (waiting == null || due < waiting.due()) {
            if (waiting != null) {
                places.remove(waiting.place(unit));
            }
            boolean sound = event.unit() instanceof Unit.AudioTrack;
            DispatchEntry entry =
                    DispatchEntry.of(due, sound, run + event.unit().id(), record.headers(), record.value());
            pending.put(unit, entry);
            places.add(entry.place(unit));
        }
        // Not only at the next tick: a single film on an idle machine should not wait.
        release();
    }

    private SegmentsReady read(Record<String, byte[]> record) {
        try {
            SegmentsReady event = codec.read(SegmentsReady.class, texts(record.headers()), record.value());
            // The key decides the partition, and only within one is a unit that comes again known as such.
            if (!event.videoId().equals(record.key())) {
                throw new MalformedEventException(
                        "the record's key must be " + event.videoId() + " but is " + record.key());
            }
            return event;
        } catch (MalformedEventException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private void release() {
        Running r = running();
        int released = 0;
        while (!places.isEmpty() && budget.take(this, places.first())) {
            DispatchPlace place = places.removeFirst();
            DispatchEntry entry = r.pending().delete(place.unit());
            r.context()
                    .forward(new Record<>(
                            entry.key(), entry.value(), r.context().currentSystemTimeMs(), entry.kafkaHeaders()));
            released++;
        }
        budget.report(this, places.isEmpty() ? null : places.first());
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

    private static Map<String, String> texts(Headers headers) {
        Header type = headers.lastHeader(Envelope.TYPE);
        Map<String, String> texts = new HashMap<>();
        if (type != null && type.value() != null) {
            texts.put(Envelope.TYPE, new String(type.value(), StandardCharsets.UTF_8));
        }
        return texts;
    }
}
