package dev.segue.encoder;

import dev.segue.contract.ObjectRef;
import dev.segue.contract.StoredObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The init segments that were stored or found lately: they never change, and every unit of a rendition would ask for the same one. For a
 * minute only, since people may delete what is wrong and have it encoded again.
 */
final class StoredInits {
    static final Duration KEPT = Duration.ofMinutes(1);
    /** Of some hundred runs of videos. */
    private static final int MOST = 2_000;

    private final LongSupplier nanos;
    private final Map<ObjectRef, Known> known = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ObjectRef, Known> eldest) {
            return size() > MOST;
        }
    };

    /** @param nanos as {@link System#nanoTime} */
    StoredInits(LongSupplier nanos) {
        this.nanos = nanos;
    }

    private record Known(StoredObject init, long since) {}

    /** Null where the store must be asked. */
    synchronized @Nullable StoredObject get(ObjectRef object) {
        Known found = known.get(object);
        return found == null || nanos.getAsLong() - found.since() > KEPT.toNanos() ? null : found.init();
    }

    /** It was in the store a moment ago. */
    synchronized void put(ObjectRef object, StoredObject init) {
        known.put(object, new Known(init, nanos.getAsLong()));
    }
}
