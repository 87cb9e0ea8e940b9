package dev.segue.stage;

import dev.segue.contract.Event;
import java.time.Duration;
import java.util.List;

/**
 * A stage that works on one record at a time through a share group.
 *
 * @param name the stage's name as in {@code topics.yaml}; its share group is {@code segue-<name>}
 * @param topic where its work lies
 * @param event the kind of event it works on
 * @param slots how many records it works on at the same time
 * @param deadline how long one attempt may take
 * @param lenient whether events come from outside and are read as {@code EventCodec.readAtTheDoor} does
 * @param handler what it does
 * @param stops topics that tell which jobs nobody wants any more: cancelled runs, newer runs, results of others; such jobs are stopped
 */
public record StageSpec<E extends Event>(
        String name,
        String topic,
        Class<E> event,
        int slots,
        Duration deadline,
        boolean lenient,
        StageHandler<E> handler,
        List<String> stops) {
    public StageSpec {
        stops = List.copyOf(stops);
        if (slots < 1) {
            throw new IllegalArgumentException("slots must be at least 1 but is " + slots);
        }
    }

    /** A stage whose jobs are wanted whatever happens. */
    public StageSpec(
            String name,
            String topic,
            Class<E> event,
            int slots,
            Duration deadline,
            boolean lenient,
            StageHandler<E> handler) {
        this(name, topic, event, slots, deadline, lenient, handler, List.of());
    }

    /** The share group its workers form. */
    public String group() {
        return "segue-" + name;
    }
}
