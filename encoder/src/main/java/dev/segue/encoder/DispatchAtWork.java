package dev.segue.encoder;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Units that were released to the encoders and have not come back yet, as many as the encode queue is short, with all it takes to
 * release them again.
 */
final class DispatchAtWork {
    static final String STORE = "at-work";

    private final KeyValueStore<String, Released> store;

    DispatchAtWork(KeyValueStore<String, Released> store) {
        this.store = store;
    }

    /**
     * A unit at work.
     *
     * @param since when it was released, in milliseconds
     */
    record Released(long since, DispatchEntry entry) {}

    void add(String key, long now, DispatchEntry entry) {
        store.put(key, new Released(now, entry));
    }

    void remove(String key) {
        store.delete(key);
    }

    /** Takes out the units that are at work for longer than {@code period}. */
    List<KeyValue<String, Released>> takeOverdue(long now, Duration period) {
        List<KeyValue<String, Released>> overdue = new ArrayList<>();
        try (KeyValueIterator<String, Released> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<String, Released> next = all.next();
                if (now - next.value.since() > period.toMillis()) {
                    overdue.add(next);
                }
            }
        }
        overdue.forEach(unit -> store.delete(unit.key));
        return overdue;
    }

    /** The units of a video up to this run that are at work. */
    List<String> upTo(String videoId, int generation) {
        return DispatchUnit.upTo(store, videoId, generation);
    }
}
