package dev.segue.ops;

import dev.segue.contract.Published;
import dev.segue.contract.Rejected;

/** Where a run of a video has ended, or that it has not. */
public sealed interface VideoOutcome {
    /** Stages are at work, or will be. */
    record Running() implements VideoOutcome {}

    /** It is playable. */
    record Playable(Published published) implements VideoOutcome {}

    /** It was refused. */
    record Refused(Rejected rejected) implements VideoOutcome {}

    /** Somebody cancelled it before it was playable. */
    record Cancelled(String reason) implements VideoOutcome {}

    /**
     * A stage gave up on a part of it; nothing more happens until an operator puts the dead letter back.
     *
     * @param topic the dead-letter topic
     */
    record Failed(String topic, String stage, String code, String message) implements VideoOutcome {}

    /** Whether nothing more is to be expected. */
    default boolean ended() {
        return !(this instanceof Running);
    }
}
