package dev.segue.ops.deadletter;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of the audit: what somebody did to a dead letter, or how a whole run of the tool began and ended. Lies on
 * {@code dead-letter-actions} under the letter's id, or under the run's.
 *
 * @param run the run of the tool it belongs to
 * @param letter absent for a line about the run itself
 * @param by who asked for it
 * @param filter what was asked for
 * @param target where it was sent, as {@code topic/partition/offset}, absent where nothing was sent
 * @param note the reason given, or the counts of a run
 */
public record Action(
        What what,
        String run,
        @Nullable LetterId letter,
        String by,
        Instant at,
        String filter,
        @Nullable String target,
        @Nullable String note) {
    /** What was done. */
    public enum What {
        @JsonProperty("began")
        BEGAN(false),
        @JsonProperty("ended")
        ENDED(false),
        /** Put back to the topic it came from. */
        @JsonProperty("replayed")
        REPLAYED(true),
        /** Moved to the quarantine, since it was put back too often. */
        @JsonProperty("quarantined")
        QUARANTINED(true),
        @JsonProperty("discarded")
        DISCARDED(true),
        /** After it was put back, the stage took it. */
        @JsonProperty("passed")
        PASSED(false),
        /** After it was put back, it became a dead letter again. */
        @JsonProperty("failed")
        FAILED(false),
        /** Written from a file of exported letters. */
        @JsonProperty("imported")
        IMPORTED(false);

        private final boolean settles;

        What(boolean settles) {
            this.settles = settles;
        }

        /** Whether the letter is no longer open. */
        boolean settles() {
            return settles;
        }
    }
}
