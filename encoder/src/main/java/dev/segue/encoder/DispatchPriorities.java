package dev.segue.encoder;

import dev.segue.contract.Prioritize;
import dev.segue.contract.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Priorities that somebody gave to runs of videos later, for their units that have yet to come, or come again. */
final class DispatchPriorities {
    static final String STORE = "priorities";

    /** A film may still be on its way through the stages before. */
    private static final Duration KEEP = DispatchWithdrawn.KEEP;

    private final KeyValueStore<String, Chosen> store;

    DispatchPriorities(KeyValueStore<String, Chosen> store) {
        this.store = store;
    }

    /** @param since when it was heard of, in milliseconds */
    record Chosen(int generation, Priority priority, long since) {}

    void add(Prioritize command, long now) {
        Chosen known = store.get(command.videoId());
        if (known == null || known.generation() <= command.generation()) {
            store.put(command.videoId(), new Chosen(command.generation(), command.priority(), now));
        }
    }

    /** The entry with the priority that was chosen for its run, or as it is. */
    DispatchEntry applied(DispatchEntry entry) {
        DispatchUnit unit = DispatchUnit.ofQueueKey(entry.key()).orElseThrow();
        Chosen chosen = store.get(unit.videoId());
        return chosen == null || chosen.generation() != unit.generation() ? entry : entry.with(chosen.priority());
    }

    void forgetOld(long now) {
        List<String> old = new ArrayList<>();
        try (KeyValueIterator<String, Chosen> all = store.all()) {
            all.forEachRemaining(entry -> {
                if (now - entry.value.since() > KEEP.toMillis()) {
                    old.add(entry.key);
                }
            });
        }
        old.forEach(store::delete);
    }
}
