package dev.segue.encoder;

import dev.segue.contract.EventCodec;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/**
 * The dispatcher: {@code segments-ready} in, {@code encode-queue} out, values and headers untouched. It schedules; it knows no
 * video's flow.
 */
final class DispatchTopology {
    /** The name of the Streams application and of the stage in {@code topics.yaml}. */
    static final String NAME = "dispatcher";

    static final String READY = "segments-ready";
    static final String QUEUE = "encode-queue";
    /** The share group whose backlog decides. */
    static final String WORKERS = "segue-encoder";

    private DispatchTopology() {}

    /**
     * The topology; pass the same budget to a {@link DispatchBacklog}, or nothing is ever released.
     *
     * @param budget one for all threads of a process
     */
    static Topology of(EventCodec codec, DispatchBudget budget) {
        return new Topology()
                .addSource(
                        READY,
                        Serdes.String().deserializer(),
                        Serdes.ByteArray().deserializer(),
                        READY)
                .addProcessor(NAME, () -> new DispatchProcessor(codec, budget), READY)
                // In memory, restored from its changelog; see docs/decisions/0008-aggregator-in-memory-stores.md.
                .addStateStore(
                        Stores.keyValueStoreBuilder(
                                        Stores.inMemoryKeyValueStore(DispatchProcessor.PENDING),
                                        Serdes.String(),
                                        DispatchEntry.serde())
                                .withLoggingEnabled(Map.of()),
                        NAME)
                .addSink(
                        QUEUE,
                        QUEUE,
                        Serdes.String().serializer(),
                        Serdes.ByteArray().serializer(),
                        NAME);
    }
}
