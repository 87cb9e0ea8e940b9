package dev.segue.stage;

import dev.segue.contract.Event;

/**
 * What a stage does with one event. Knows no Kafka, topics, offsets, retries or metrics. Safe to run twice: object keys derive
 * from the event, and results are stated only by returning them. Asks {@link Work#lease} before each write that others can see.
 */
@FunctionalInterface
public interface StageHandler<E extends Event> {
    /**
     * Does the work.
     *
     * @throws TransientFailure when trying again may help: the store, a server or a deadline failed, not the media
     * @throws InterruptedException when the worker is to stop; the work is then done again elsewhere
     * @throws Exception anything else is a defect and is dead-lettered at once
     */
    Outcome handle(E event, Work work) throws Exception;

    /**
     * The most that {@link #handle} may write to the scratch folder for this event. It is reserved before the work begins; an event
     * for which the disk has no room waits, or fails as {@code disk-full}. The default is ample for handlers that keep no media.
     */
    default long scratchBytes(E event) {
        return 16L << 20;
    }
}
