package dev.segue.assembler;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What is to happen to a rendition and when. So far a complete rendition is forgotten; asking again for units that neither
 * arrived nor became dead letters is meant to be another {@link What} on the same store.
 */
final class Timers {
    /** No more at once, so that a long pause does not hold up the counting afterwards. */
    private static final int AT_ONCE = 1_000;

    private static final int DIGITS = 19;

    private final KeyValueStore<String, What> store;

    Timers(KeyValueStore<String, What> store) {
        this.store = store;
    }

    /** Names of constants are written to the changelog. */
    enum What {
        FORGET
    }

    record Due(String key, What what) {}

    void set(long atMillis, RenditionKey key, What what) {
        store.put(time(atMillis) + "|" + key, what);
    }

    /** Takes the timers that are due out of the store, the oldest first. */
    List<Due> takeDue(long nowMillis) {
        List<KeyValue<String, What>> due = new ArrayList<>();
        // '~' sorts behind '|', so that a timer of this very millisecond is due.
        try (KeyValueIterator<String, What> range = store.range(time(0), time(nowMillis) + "~")) {
            while (range.hasNext() && due.size() < AT_ONCE) {
                due.add(range.next());
            }
        }
        due.forEach(timer -> store.delete(timer.key));
        return due.stream()
                .map(timer -> new Due(timer.key.substring(DIGITS + 1), timer.value))
                .toList();
    }

    private static String time(long millis) {
        return String.format(Locale.ROOT, "%0" + DIGITS + "d", millis);
    }
}
