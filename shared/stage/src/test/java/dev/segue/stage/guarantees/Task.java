package dev.segue.stage.guarantees;

import java.util.Locale;

/** A unit of work given to the workers: how it goes is written in its name, so that every worker does the same. */
public record Task(String unit, Kind kind) {
    /** How a task goes. */
    public enum Kind {
        /** Is done soon. */
        QUICK(true),
        /** Takes twenty times as long. */
        SLOW(true),
        /** Fails once for a reason that passes. */
        FLAKY(true),
        /** Fails each time for a reason that might pass. */
        HOPELESS(false),
        /** Fails at once and for ever. */
        POISON(false);

        private final boolean done;

        Kind(boolean done) {
            this.done = done;
        }

        /** Whether it can be done; otherwise it ends as a dead letter. */
        public boolean done() {
            return done;
        }
    }

    public static Task of(String run, Kind kind, int number) {
        return new Task(run + "-" + kind.name().toLowerCase(Locale.ROOT) + "-" + number, kind);
    }

    public static Task named(String unit) {
        String[] parts = unit.split("-");
        return new Task(unit, Kind.valueOf(parts[parts.length - 2].toUpperCase(Locale.ROOT)));
    }
}
