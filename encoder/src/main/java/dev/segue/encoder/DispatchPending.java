package dev.segue.encoder;

import dev.segue.contract.Priority;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** A task's units that wait to be released, and how far their owners are; the process has their order. */
final class DispatchPending {
    static final String STORE = "pending";
    static final String SHARES = "shares";

    private final Object task;
    private final KeyValueStore<String, DispatchEntry> store;
    private final KeyValueStore<String, Double> shares;
    private final DispatchOrder order;

    /** Fills the order from the stores: sorting the store's keys instead would need a second one for finding doubles. */
    DispatchPending(
            Object task,
            KeyValueStore<String, DispatchEntry> store,
            KeyValueStore<String, Double> shares,
            DispatchOrder order) {
        this.task = task;
        this.store = store;
        this.shares = shares;
        this.order = order;
        order.leave(task);
        try (KeyValueIterator<String, Double> all = shares.all()) {
            all.forEachRemaining(share -> {
                String[] key = share.key.split("/", 2);
                order.restore(Priority.valueOf(key[0]), key.length < 2 ? null : key[1], share.value);
            });
        }
        try (KeyValueIterator<String, DispatchEntry> all = store.all()) {
            all.forEachRemaining(entry -> add(entry.value.place(entry.key)));
        }
        order.restored();
    }

    /** A unit that comes again while it waits is not queued twice; its record then is the one with the more urgent place. */
    void add(String key, DispatchEntry entry) {
        DispatchEntry waiting = store.get(key);
        if (waiting == null || entry.due() < waiting.due()) {
            remove(key);
            store.put(key, entry);
            add(entry.place(key));
        }
    }

    /** Gives the waiting units of a run other entries, and so other places, be they more urgent or less. */
    void replaceAll(String videoId, int generation, UnaryOperator<DispatchEntry> change) {
        for (String key : DispatchUnit.of(store, videoId, generation)) {
            DispatchEntry entry = remove(key);
            if (entry != null) {
                add(key, change.apply(entry));
            }
        }
    }

    private void add(DispatchPlace place) {
        Double begins = order.add(task, place);
        if (begins != null) {
            shares.put(share(place), begins);
        }
    }

    /** Takes out what is released; null when it does not wait any more. */
    @Nullable
    DispatchEntry release(DispatchOrder.Turn turn) {
        shares.put(turn.place().priority().name(), turn.virtualTime());
        shares.put(share(turn.place()), turn.virtualTime());
        return remove(turn.place().unit());
    }

    private static String share(DispatchPlace place) {
        return place.priority().name() + "/" + place.owner();
    }

    /** Takes a unit out, if it waits. */
    @Nullable
    DispatchEntry remove(String key) {
        DispatchEntry removed = store.delete(key);
        if (removed != null) {
            order.remove(removed.place(key));
        }
        return removed;
    }

    /** The units of a video up to this run that wait. */
    List<String> upTo(String videoId, int generation) {
        return DispatchUnit.upTo(store, videoId, generation);
    }

    /** Any unit of this run that waits. */
    Optional<DispatchEntry> any(String videoId, int generation) {
        return DispatchUnit.any(store, videoId, generation);
    }

    /** Forgets owners of whom nothing waits here; when they come again they begin at the present time. */
    void forgetIdle() {
        Set<String> idle = new HashSet<>();
        try (KeyValueIterator<String, Double> all = shares.all()) {
            all.forEachRemaining(share -> {
                if (share.key.contains("/")) {
                    idle.add(share.key);
                }
            });
        }
        try (KeyValueIterator<String, DispatchEntry> all = store.all()) {
            all.forEachRemaining(entry -> idle.remove(share(entry.value.place(entry.key))));
        }
        idle.forEach(shares::delete);
    }
}
