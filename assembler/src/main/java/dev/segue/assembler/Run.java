package dev.segue.assembler;

import org.jspecify.annotations.Nullable;

/**
 * The newest known run of a video and how it stands; every older run is superseded. It outlives the states of the renditions, so
 * that what comes late is known as such.
 */
record Run(int generation, Standing standing) {
    /** Names of constants are written to the changelog. */
    enum Standing {
        UNDER_WAY,
        COMPLETE,
        CANCELLED
    }

    /** Why units of {@code generation} are not counted, null when they are. */
    @Nullable
    Dropped refuses(int generation) {
        if (generation < this.generation) {
            return Dropped.SUPERSEDED;
        }
        if (generation > this.generation) {
            return null;
        }
        return switch (standing) {
            case UNDER_WAY -> null;
            case COMPLETE -> Dropped.LATE;
            case CANCELLED -> Dropped.CANCELLED;
        };
    }
}
