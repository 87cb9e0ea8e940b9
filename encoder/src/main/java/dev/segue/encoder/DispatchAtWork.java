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

    /** It is looked far more often; a longer pause means that the computer slept or its clock was set. */
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final KeyValueStore<String, Released> store;
    private long lookedAt;
    private long watchedSince;

    DispatchAtWork(KeyValueStore<String, Released> store, long now) {
        this.store = store;
        lookedAt = now;
        watchedSince = now;
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

    /**
     * Takes out the units that are at work for longer than {@code period}. Only time that passed under our eyes counts: while this
     * process was down or asleep, or no encoder was there, units that wait in the queue are late and not lost.
     */
    List<KeyValue<String, Released>> takeOverdue(long now, Duration period, boolean encoders) {
        if (!encoders || now < lookedAt || now - lookedAt > PAUSE.toMillis()) {
            watchedSince = now;
        }
        lookedAt = now;
        if (now - watchedSince <= period.toMillis()) {
            return List.of();
        }
        List<KeyValue<String, Released>> overdue = new ArrayList<>();
        try (KeyValueIterator<String, Released> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<String, Released> next = all.next();
                // One of the future was released before the clock was set back.
                long since = next.value.since() > now ? watchedSince : next.value.since();
                if (now - Math.max(since, watchedSince) > period.toMillis()) {
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
