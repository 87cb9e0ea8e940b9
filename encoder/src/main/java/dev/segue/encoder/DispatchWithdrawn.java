package dev.segue.encoder;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Up to which run the units of a video are of no use any more, because it was cancelled or a newer one is known. */
final class DispatchWithdrawn {
    static final String STORE = "withdrawn";

    /** A cancelled film may still be on its way through the stages before; the assembler remembers as long unless told otherwise. */
    static final Duration KEEP = Duration.ofDays(7);

    private final KeyValueStore<String, Withdrawn> store;

    DispatchWithdrawn(KeyValueStore<String, Withdrawn> store) {
        this.store = store;
    }

    /** @param since when that became known, in milliseconds */
    record Withdrawn(int generation, long since) {}

    boolean has(String videoId, int generation) {
        Withdrawn known = store.get(videoId);
        return known != null && generation <= known.generation();
    }

    void add(String videoId, int generation, long now) {
        if (!has(videoId, generation)) {
            store.put(videoId, new Withdrawn(generation, now));
        }
    }

    void forgetOld(long now) {
        List<String> old = new ArrayList<>();
        try (KeyValueIterator<String, Withdrawn> all = store.all()) {
            all.forEachRemaining(entry -> {
                if (now - entry.value.since() > KEEP.toMillis()) {
                    old.add(entry.key);
                }
            });
        }
        old.forEach(store::delete);
    }
}
