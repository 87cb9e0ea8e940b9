package dev.segue.assembler;

import dev.segue.contract.EventCodec;
import dev.segue.contract.EventType;
import dev.segue.stage.JsonSerde;
import dev.segue.stage.Tracing;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * {@code segments-ready}, {@code segment-encoded}, {@code quality-measured} and {@code commands} in, {@code rendition-complete} out; one processor with its
 * stores.
 */
final class AssemblerTopology {
    private static final String COUNT = "count-units";

    private AssemblerTopology() {}

    /**
     * The topology.
     *
     * @param drops counts results that change nothing
     */
    static Topology of(EventCodec codec, AssemblerSettings settings, DropCounts drops, Tracing tracing) {
        List<String> read = Stream.of(
                        EventType.SEGMENTS_READY,
                        EventType.SEGMENT_ENCODED,
                        EventType.QUALITY_MEASURED,
                        EventType.CANCEL)
                .map(EventType::topic)
                .toList();
        Topology topology = new Topology();
        read.forEach(topic -> topology.addSource(
                topic, Serdes.String().deserializer(), Serdes.ByteArray().deserializer(), topic));
        String complete = EventType.RENDITION_COMPLETE.topic();
        return topology.addProcessor(
                        COUNT, () -> new CountUnits(codec, settings, drops, tracing), read.toArray(String[]::new))
                .addStateStore(store(CountUnits.RUNS, JsonSerde.of(Run.class)), COUNT)
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
