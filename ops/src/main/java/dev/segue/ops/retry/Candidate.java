package dev.segue.ops.retry;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A video as the timeline has it, as far as that decides whether it is made anew.
 *
 * @param generation its newest run
 * @param state of that run
 * @param profile of that run, absent where it is not known
 * @param codec of the source's picture, absent without one and until it is probed
 * @param made codecs of the renditions
 * @param uploaded when its first record was written
 */
public record Candidate(
        String videoId,
        int generation,
        String state,
        String owner,
        String name,
        @Nullable String profile,
        @Nullable String codec,
        Set<String> made,
        Instant uploaded) {
    public Candidate {
        made = Set.copyOf(made);
    }

    /** Whether it is on its way. */
    boolean running() {
        return state.equals("running");
    }
}
