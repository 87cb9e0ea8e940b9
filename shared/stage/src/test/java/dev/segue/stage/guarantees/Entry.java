package dev.segue.stage.guarantees;

/**
 * A line of a worker's journal.
 *
 * @param nanos {@link System#nanoTime}, which all processes of one machine share
 * @param process which wrote it
 * @param run number of the run within the process: one delivery of one record
 * @param number of the attempt, or a count
 */
public record Entry(long nanos, String process, int run, String unit, What what, int number) {
    /** What happened. */
    public enum What {
        /** An attempt begins. */
        BEGUN,
        /** The worker asks whether the unit is still its own, and is told that it is. The time is that before asking. */
        CLAIMED,
        /** The unit's result is in the store, by this run or by an earlier one. */
        STORED,
        /** How many late results the process has dropped. */
        LATE
    }

    /** Identifies a run among all processes. */
    public String runId() {
        return process + "#" + run;
    }

    public String line() {
        return nanos + " " + process + " " + run + " " + unit + " " + what + " " + number + "\n";
    }

    public static Entry of(String line) {
        String[] parts = line.split(" ");
        return new Entry(
                Long.parseLong(parts[0]),
                parts[1],
                Integer.parseInt(parts[2]),
                parts[3],
                What.valueOf(parts[4]),
                Integer.parseInt(parts[5]));
    }
}
