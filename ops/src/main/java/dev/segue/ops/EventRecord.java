package dev.segue.ops;

import dev.segue.contract.Event;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One record of the choreography's topics, as {@link EventFeed} hands it on. */
public sealed interface EventRecord {
    /** The topic it lies on. */
    String topic();

    String videoId();

    /** The record's timestamp. */
    Instant at();

    /** A stage stated a fact. */
    record Stated(String topic, Event event, Instant at) implements EventRecord {
        @Override
        public String videoId() {
            return event.videoId();
        }
    }

    /**
     * A stage gave up on a record.
     *
     * @param topic the dead-letter topic
     * @param origin the topic from which the stage had read it
     * @param event the fact it could not work on, absent when that cannot be read
     * @param stage who gave up
     * @param code the failure's code, for programs
     * @param message what went wrong, for people
     */
    record DeadLetter(
            String topic,
            String origin,
            String videoId,
            @Nullable Event event,
            String stage,
            String code,
            String message,
            Instant at)
            implements EventRecord {}
}
