package dev.segue.stage;

import dev.segue.contract.Event;
import java.util.List;

/** States events on their topics, for those who act on no event: the ingest, a command. Handlers return theirs instead. */
@FunctionalInterface
public interface EventPublisher {
    /**
     * Writes each event to the topic of its kind, keyed by its video, and returns when all replicas have all of them. A trace
     * begins here.
     *
     * @param stage who states them, {@code ingest}; becomes {@code ce_source}
     * @throws TransientFailure {@code kafka-unavailable} when some may not have been written; stating them again is harmless
     */
    void publish(String stage, List<? extends Event> events) throws TransientFailure, InterruptedException;
}
