package dev.segue.ops.deadletter;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run that puts letters back or discards them, as far as is known of it.
 *
 * @param run its name, which is also that in the audit
 * @param by who asked for it
 * @param filter what was asked for
 * @param done how many letters it has done what to, by the audit: {@code replayed: 12}
 * @param progress what it waits for, absent when it does not wait
 * @param stopped why it ended before all was done, absent when it did not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LetterRun(
        String run,
        State state,
        String by,
        Instant began,
        String filter,
        Map<String, Long> done,
        @Nullable String progress,
        @Nullable String stopped) {
    /** How it stands. */
    public enum State {
        /** It is at work, in this process. */
        @JsonProperty("running")
        RUNNING,
        /** All is done. */
        @JsonProperty("done")
        DONE,
        /** It ended early; asked for again, it goes on where it was. */
        @JsonProperty("stopped")
        STOPPED,
        /** It began and its end is not noted: it was killed, or another process has it. */
        @JsonProperty("open")
        OPEN
    }
}
