package dev.segue.encoder;

import dev.segue.contract.EventCodec;
import dev.segue.stage.JsonSerde;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The dispatcher: {@code segments-ready} in, {@code encode-queue} out, values and headers untouched but for the
 * trace, where spans are recorded. It schedules; it knows no
 * video's flow. Results, commands and dead letters tell it which units it need not release, or release again.
 */
final class DispatchTopology {
    /** The name of the Streams application and of the stage in {@code topics.yaml}. */
    static final String NAME = "dispatcher";

    static final String READY = "segments-ready";
    static final String QUEUE = "encode-queue";
    static final String ENCODED = "segment-encoded";
    static final String FORECAST = "forecast";
    static final String COMMANDS = "commands";
    static final String DEAD = QUEUE + ".dlq";
    /** The share group whose backlog decides. */
    static final String WORKERS = "segue-encoder";

    private DispatchTopology() {}

    /**
     * The topology; pass the desk's budget to a {@link DispatchBacklog}, or nothing is ever released.
     *
     * @param desk one for all threads of a process
     * @param partitions of the input topics
     */
    static Topology of(EventCodec codec, DispatchDesk desk, int partitions) {
        // In memory, restored from their changelogs; see docs/decisions/0008-aggregator-in-memory-stores.md.
        StreamsBuilder builder = new StreamsBuilder();
        builder.addStateStore(store(DispatchAtWork.STORE, DispatchAtWork.Released.class));
        deadUnits(builder, partitions)
                .process(() -> new DispatchDead(desk.budget()), Named.as("forget-dead-units"), DispatchAtWork.STORE);
        Topology topology = builder.build();
        for (String topic : List.of(READY, ENCODED, COMMANDS)) {
            topology.addSource(
                    topic, Serdes.String().deserializer(), Serdes.ByteArray().deserializer(), topic);
        }
        return topology.addProcessor(
                        NAME, () -> new DispatchProcessor(new DispatchEvents(codec), desk), READY, ENCODED, COMMANDS)
                .addStateStore(store(DispatchPending.STORE, DispatchEntry.class), NAME)
                .addStateStore(store(DispatchPending.SHARES, Double.class), NAME)
                .addStateStore(store(DispatchCosts.STORE, DispatchCosts.Samples.class), NAME)
                .addStateStore(store(DispatchWithdrawn.STORE, DispatchWithdrawn.Withdrawn.class), NAME)
                .addStateStore(store(DispatchPriorities.STORE, DispatchPriorities.Chosen.class), NAME)
                .connectProcessorAndStateStores(NAME, DispatchAtWork.STORE)
                .addSink(
                        QUEUE,
                        QUEUE,
                        Serdes.String().serializer(),
                        Serdes.ByteArray().serializer(),
                        NAME)
                .addSink(
                        FORECAST,
                        FORECAST,
                        Serdes.String().serializer(),
                        Serdes.ByteArray().serializer(),
                        NAME);
    }

    /**
     * Streams waits for records between two looks at the clock, by default for longer than a free slot should. What others are to see
     * is committed soon ({@link DispatchCommits}). For the rest a commit now and then is enough: each look at the clock makes
     * Streams want one, and ten transactions a second that say nothing were a third of what an idle laptop does (0.131 to 0.088 cores).
     */
    static Properties settings() {
        Properties settings = new Properties();
        settings.put(StreamsConfig.POLL_MS_CONFIG, 25);
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 2_000);
        return settings;
    }

    /** The keys of dead units by video: their topic has one partition and is keyed by unit, so they are sent round once. */
    private static KStream<String, String> deadUnits(StreamsBuilder builder, int partitions) {
        return builder.stream(DEAD, Consumed.with(Serdes.String(), Serdes.ByteArray()))
                .flatMap((key, letter) -> DispatchUnit.ofQueueKey(key)
                        .map(unit -> List.of(KeyValue.pair(unit.videoId(), unit.queueKey())))
                        .orElse(List.of()))
                .repartition(Repartitioned.<String, String>as("dead-units")
                        .withKeySerde(Serdes.String())
                        .withValueSerde(Serdes.String())
                        .withNumberOfPartitions(partitions));
    }

    private static <T> StoreBuilder<KeyValueStore<String, T>> store(String name, Class<T> values) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), JsonSerde.of(values))
                .withLoggingEnabled(Map.of());
    }
}
