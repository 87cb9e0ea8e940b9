package dev.segue.contract;

import org.jspecify.annotations.Nullable;

/**
 * An oddity that the film's owner should know of.
 *
 * @param code stable, for programs
 * @param sentence for people
 * @param fromUs where in the film it begins, in microseconds from the first frame; absent where it is of the whole
 * @param toUs where it ends; absent where it is of the whole
 */
public record Warning(
        String code,
        String sentence,
        @Nullable Long fromUs,
        @Nullable Long toUs) {
    public Warning {
        Require.text("code", code);
        Require.text("sentence", sentence);
        if ((fromUs == null) != (toUs == null)) {
            throw new IllegalArgumentException("fromUs and toUs belong together");
        }
    }

    /** An oddity of the whole. */
    public Warning(String code, String sentence) {
        this(code, sentence, null, null);
    }
}
