package dev.segue.stage;

import dev.segue.contract.Event;
import java.time.Instant;

/**
 * Whether a fact lies on its topic already, for a handler that finds its work done by one that died before its event was settled.
 * Reads what was stated since then, so it is nothing to ask for every event.
 */
@FunctionalInterface
public interface StatedEvents {
    /**
     * Looks for the event's id.
     *
     * @param since when it may have been stated first
     * @throws TransientFailure {@code kafka-unavailable} when Kafka does not tell
     */
    boolean has(Event event, Instant since) throws TransientFailure;
}
