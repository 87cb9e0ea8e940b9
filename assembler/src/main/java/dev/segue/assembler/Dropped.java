package dev.segue.assembler;

import java.util.Locale;

/** Why what an event says is not counted. */
enum Dropped {
    /** The unit was counted before and says the same again. */
    DUPLICATE,
    /** Its renditions are complete, or the run they belong to was forgotten. */
    LATE,
    /** A newer run of the video is known. */
    SUPERSEDED,
    /** The run was cancelled. */
    CANCELLED;

    /** The value of the metric's tag {@code reason}. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
