package dev.segue.ops.retry;

import dev.segue.contract.EventType;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where a new run of a video can begin: with the event that the stage named here acts on. */
public enum RetryFrom {
    UPLOAD_COMPLETE(EventType.UPLOAD_COMPLETE, "scanner"),
    SCANNED(EventType.SCANNED, "prober"),
    PROBED(EventType.PROBED, "splitter"),
    SEGMENTS_READY(EventType.SEGMENTS_READY, "encoder");

    private final EventType event;
    private final String stage;

    RetryFrom(EventType event, String stage) {
        this.event = event;
        this.stage = stage;
    }

    /**
     * Where a run begins at the latest, and where nothing is said: a profile is fitted to the film by the prober.
     *
     * @param profile asked for, absent for the one before
     */
    static RetryFrom latest(@Nullable String profile) {
        return profile == null ? PROBED : SCANNED;
    }

    /** The event that is stated again. */
    public EventType event() {
        return event;
    }

    /** The share group that acts on it, where one does: units are the dispatcher's. */
    Optional<String> group() {
        return this == SEGMENTS_READY ? Optional.empty() : Optional.of("segue-" + stage);
    }

    /** What the event is called: {@code probed}. */
    public String label() {
        return event.kind();
    }

    /**
     * By the event's name or by that of the stage which then runs first.
     *
     * @throws RetryRefusedException when nothing can begin there
     */
    public static RetryFrom of(String name) {
        return Arrays.stream(values())
                .filter(from -> from.label().equals(name) || from.stage.equals(name))
                .findFirst()
                .orElseThrow(() -> new RetryRefusedException(
                        RetryRefusedException.Reason.IMPOSSIBLE,
                        "a run cannot begin with " + name + "; it can with "
                                + Arrays.stream(values()).map(RetryFrom::label).collect(Collectors.joining(", "))
                                + ". What a later stage gave up on is put back with ./segue dlq replay"));
    }
}
