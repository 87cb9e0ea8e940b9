package dev.segue.encoder;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Units that were released to the encoders and have not come back yet, as many as there are slots, with all it takes to release
 * them again.
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
     * @param twice whether it was given to a second worker because the first one took too long
     */
    record Released(long since, boolean twice, DispatchEntry entry) {
        int slots() {
            return twice ? 2 : 1;
        }
    }

    void add(String key, long now, DispatchEntry entry) {
        store.put(key, new Released(now, false, entry));
    }

    /** Null when it is not at work. */
    @Nullable
    Released remove(String key) {
        return store.delete(key);
    }

    List<DispatchForecasts.AtWork> all() {
        List<DispatchForecasts.AtWork> units = new ArrayList<>();
        try (KeyValueIterator<String, Released> all = store.all()) {
            all.forEachRemaining(unit -> units.add(
                    new DispatchForecasts.AtWork(unit.key, unit.value.entry().work(), unit.value.since())));
        }
        return units;
    }

    /**
     * Only time that passed under our eyes counts: while this process was down or asleep, or no encoder was there, units that wait in
     * the queue are late and not lost.
     */
    void look(long now, boolean encoders) {
        if (!encoders || now < lookedAt || now - lookedAt > PAUSE.toMillis()) {
            watchedSince = now;
        }
        lookedAt = now;
    }

    /** Takes out the units that are at work for longer than {@code period}. */
    List<KeyValue<String, Released>> takeOverdue(long now, Duration period) {
        List<KeyValue<String, Released>> overdue = older(now, unit -> period, unit -> true);
        overdue.forEach(unit -> store.delete(unit.key));
        return overdue;
    }

    /** Any unit of this run that is at work. */
    Optional<DispatchEntry> any(String videoId, int generation) {
        return DispatchUnit.any(store, videoId, generation).map(Released::entry);
    }

    /** How many slots they take. */
    int slots() {
        int slots = 0;
        try (KeyValueIterator<String, Released> all = store.all()) {
            while (all.hasNext()) {
                slots += all.next().value.slots();
            }
        }
        return slots;
    }

    /**
     * Finds the units that are at work for longer than is usual, each once.
     *
     * @param room whether there is a slot for another one, which then must be taken
     */
    List<KeyValue<String, Released>> stragglers(
            long now, Function<DispatchWork, Duration> usual, BooleanSupplier room) {
        List<KeyValue<String, Released>> slow =
                older(now, unit -> usual.apply(unit.entry().work()), unit -> !unit.twice()).stream()
                        .filter(unit -> room.getAsBoolean())
                        .toList();
        slow.forEach(unit -> store.put(unit.key, new Released(unit.value.since(), true, unit.value.entry())));
        return slow;
    }

    private List<KeyValue<String, Released>> older(
            long now, Function<Released, Duration> than, Predicate<Released> which) {
        List<KeyValue<String, Released>> older = new ArrayList<>();
        try (KeyValueIterator<String, Released> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<String, Released> next = all.next();
                // One of the future was released before the clock was set back.
                long since = next.value.since() > now ? watchedSince : next.value.since();
                if (which.test(next.value)
                        && now - Math.max(since, watchedSince)
                                > than.apply(next.value).toMillis()) {
                    older.add(next);
                }
            }
        }
        return older;
    }

    /** The units of a video up to this run that are at work. */
    List<String> upTo(String videoId, int generation) {
        return DispatchUnit.upTo(store, videoId, generation);
    }
}
