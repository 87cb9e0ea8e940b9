package dev.segue.assembler;

import dev.segue.contract.EventCodec;
import dev.segue.contract.EventType;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** {@code segments-ready} and {@code segment-encoded} in, {@code rendition-complete} out; one processor with its stores. */
final class AssemblerTopology {
    private static final String COUNT = "count-units";

    private AssemblerTopology() {}

    /**
     * The topology.
     *
     * @param keep how long a complete rendition is remembered
     */
    static Topology of(EventCodec codec, Duration keep) {
        String ready = EventType.SEGMENTS_READY.topic();
        String encoded = EventType.SEGMENT_ENCODED.topic();
        String complete = EventType.RENDITION_COMPLETE.topic();
        return new Topology()
                .addSource(
                        ready,
                        Serdes.String().deserializer(),
                        Serdes.ByteArray().deserializer(),
                        ready)
                .addSource(
                        encoded,
                        Serdes.String().deserializer(),
                        Serdes.ByteArray().deserializer(),
                        encoded)
                .addProcessor(COUNT, () -> new CountUnits(codec, keep), ready, encoded)
                // Rewritten with every unit: the cache leaves out all but the last version before a commit.
                .addStateStore(
                        store(CountUnits.RENDITIONS, JsonSerde.of(RenditionState.class))
                                .withCachingEnabled(),
                        COUNT)
                .addStateStore(store(CountUnits.PARTS, JsonSerde.of(Part.class)), COUNT)
                .addStateStore(store(CountUnits.TIMERS, JsonSerde.of(Timers.What.class)), COUNT)
                .addSink(
                        complete,
                        complete,
                        Serdes.String().serializer(),
                        Serdes.ByteArray().serializer(),
                        COUNT);
    }

    /**
     * In memory, restored from its changelog: no native library is unpacked and loaded at each start, and the state of work in
     * progress is small. See docs/decisions/0008-aggregator-in-memory-stores.md.
     */
    private static <T> StoreBuilder<KeyValueStore<String, T>> store(String name, Serde<T> values) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), values)
                .withLoggingEnabled(Map.of());
    }
}
