package dev.segue.stage;

import dev.segue.contract.Event;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /**
     * The same within a trace that began before, where the publisher carries traces on.
     *
     * @param cause the {@code traceparent} of what they belong to, absent to begin a trace
     */
    default void publish(String stage, List<? extends Event> events, @Nullable String cause)
            throws TransientFailure, InterruptedException {
        publish(stage, events);
    }
}
