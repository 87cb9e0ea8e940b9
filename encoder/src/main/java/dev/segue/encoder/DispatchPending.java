package dev.segue.encoder;

import java.util.List;
import java.util.TreeSet;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Units that wait to be released, in their order. */
final class DispatchPending {
    static final String STORE = "pending";

    private final KeyValueStore<String, DispatchEntry> store;
    /** The order, rebuilt from the store at each start: sorting the store's keys instead would need a second one for finding doubles. */
    private final TreeSet<DispatchPlace> places = new TreeSet<>();

    DispatchPending(KeyValueStore<String, DispatchEntry> store) {
        this.store = store;
        try (KeyValueIterator<String, DispatchEntry> all = store.all()) {
            all.forEachRemaining(entry -> places.add(entry.value.place(entry.key)));
        }
    }

    /** A unit that comes again while it waits is not queued twice; its record then is the one with the more urgent place. */
    void add(String key, DispatchEntry entry) {
        DispatchEntry waiting = store.get(key);
        if (waiting == null || entry.due() < waiting.due()) {
            remove(key);
            store.put(key, entry);
            places.add(entry.place(key));
        }
    }

    /** The most urgent one, null for none. */
    @Nullable
    DispatchPlace first() {
        return places.isEmpty() ? null : places.first();
    }

    /** Takes a unit out, if it waits. */
    @Nullable
    DispatchEntry remove(String key) {
        DispatchEntry removed = store.delete(key);
        if (removed != null) {
            places.remove(removed.place(key));
        }
        return removed;
    }

    /** The units of a video up to this run that wait. */
    List<String> upTo(String videoId, int generation) {
        return DispatchUnit.upTo(store, videoId, generation);
    }
}
