package dev.segue.ops.audit;

/** Where a run stands. */
enum Standing {
    PUBLISHED,
    REJECTED,
    CANCELLED,
    /** Given up by a stage, and nobody has put it back yet. */
    DEAD_LETTER,
    /** A newer run of the film was begun, so that this one needs no end. */
    SUPERSEDED,
    RUNNING,
    /** No end, and nobody is at it. */
    LOST;

    /** Whether the run may still write objects: of an open dead letter, too, since it can be put back. */
    boolean mayWrite() {
        return this == RUNNING || this == LOST || this == DEAD_LETTER;
    }
}
