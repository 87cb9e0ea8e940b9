package dev.segue.assembler;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The ledger in Kafka Streams' stores, whose changes are committed together with what is read and written. */
final class StoreLedger implements Ledger {
    private final KeyValueStore<String, Run> runs;
    private final KeyValueStore<String, RenditionState> renditions;
    private final KeyValueStore<String, Part> parts;

    StoreLedger(
            KeyValueStore<String, Run> runs,
            KeyValueStore<String, RenditionState> renditions,
            KeyValueStore<String, Part> parts) {
        this.runs = runs;
        this.renditions = renditions;
        this.parts = parts;
    }

    @Override
    public @Nullable Run run(String videoId) {
        return runs.get(videoId);
    }

    @Override
    public void put(String videoId, Run run) {
        runs.put(videoId, run);
    }

    @Override
    public void dropRun(String videoId) {
        runs.delete(videoId);
    }

    @Override
    public @Nullable RenditionState state(RenditionKey key) {
        return renditions.get(key.toString());
    }

    @Override
    public void put(RenditionKey key, RenditionState state) {
        renditions.put(key.toString(), state);
    }

    @Override
    public Map<RenditionKey, RenditionState> states(String videoId) {
        Map<RenditionKey, RenditionState> found = new HashMap<>();
        // '0' is the character after '/', so the range holds the keys of this video and of no other.
        try (KeyValueIterator<String, RenditionState> range = renditions.range(videoId + "/", videoId + "0")) {
            range.forEachRemaining(entry -> found.put(RenditionKey.of(entry.key), entry.value));
        }
        return found;
    }

    @Override
    public void dropState(RenditionKey key) {
        renditions.delete(key.toString());
    }

    @Override
    public @Nullable Part part(RenditionKey key, int unit) {
        return parts.get(key.part(unit));
    }

    @Override
    public SortedMap<Integer, Part> parts(RenditionKey key) {
        SortedMap<Integer, Part> found = new TreeMap<>();
        int prefix = key.toString().length() + 1;
        try (KeyValueIterator<String, Part> range = parts.range(key.part(0), key.part(Integer.MAX_VALUE))) {
            range.forEachRemaining(entry -> found.put(Integer.parseInt(entry.key.substring(prefix)), entry.value));
        }
        return found;
    }

    @Override
    public void put(RenditionKey key, int unit, Part part) {
        parts.put(key.part(unit), part);
    }

    @Override
    public void dropParts(RenditionKey key) {
        // The numbers first: the iterator walks over the live store.
        parts(key).keySet().forEach(unit -> parts.delete(key.part(unit)));
    }
}
