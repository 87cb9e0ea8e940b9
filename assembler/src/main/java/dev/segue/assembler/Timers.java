package dev.segue.assembler;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** What is to happen to a run of a video and when. */
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
        /** The run ended long ago. */
        FORGET,
        /** The run began long ago: if nothing has announced its units, nothing will. */
        FORGET_UNANNOUNCED
    }

    record Due(String videoId, int generation, What what) {}

    void set(long atMillis, String videoId, int generation, What what) {
        store.put(time(atMillis) + "|" + videoId + "/" + generation + "|" + what, what);
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
        return due.stream().map(Timers::due).toList();
    }

    private static Due due(KeyValue<String, What> timer) {
        String run = timer.key.substring(DIGITS + 1, timer.key.lastIndexOf('|'));
        int slash = run.indexOf('/');
        return new Due(run.substring(0, slash), Integer.parseInt(run.substring(slash + 1)), timer.value);
    }

    private static String time(long millis) {
        return String.format(Locale.ROOT, "%0" + DIGITS + "d", millis);
    }
}
