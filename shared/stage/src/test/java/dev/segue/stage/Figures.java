package dev.segue.stage;

import dev.segue.stage.guarantees.Entry;
import dev.segue.stage.guarantees.Observed;
import dev.segue.stage.guarantees.Task;
import java.util.List;

/**
 * What a disturbance cost.
 *
 * @param resumedMs from the strike until the last of the victim's units was begun elsewhere; where there is no single victim, until
 *     any unit was begun again; -1 where there was nothing to resume
 * @param repeated runs of units that had been begun before
 * @param lostMs work of the runs that did not count
 * @param workMs work of all runs
 * @param late results that were dropped as late
 */
record Figures(long resumedMs, int repeated, long lostMs, long workMs, int late) {
    static Figures of(Observed run, long struckAt, String victim) {
        long resumed = -1;
        int repeated = 0;
        long lost = 0;
        long work = 0;
        for (Task task : run.tasks()) {
            List<List<Entry>> runs = List.copyOf(run.runs(task.unit()).values());
            for (int i = 0; i < runs.size(); i++) {
                Entry first = runs.get(i).getFirst();
                long took = Math.max(runs.get(i).getLast().nanos(), broken(runs.get(i), struckAt)) - first.nanos();
                work += took;
                if (i + 1 < runs.size()) {
                    repeated++;
                    lost += took;
                    long next = runs.get(i + 1).getFirst().nanos();
                    if (first.process().equals(victim) && next > struckAt) {
                        resumed = Math.max(resumed, next - struckAt);
                    }
                }
            }
        }
        if (victim.isEmpty()) {
            resumed = run.journal().stream()
                    .filter(e -> e.what() == Entry.What.BEGUN && e.nanos() > struckAt)
                    .mapToLong(e -> e.nanos() - struckAt)
                    .min()
                    .orElse(-1);
        }
        int late = run.journal().stream()
                .filter(e -> e.what() == Entry.What.LATE)
                .mapToInt(Entry::number)
                .sum();
        return new Figures(millis(resumed), repeated, millis(lost), millis(work), late);
    }

    /** When a run without a result broke off, as far as that can be known. */
    private static long broken(List<Entry> run, long struckAt) {
        boolean ended = run.stream().anyMatch(e -> e.what() == Entry.What.STORED);
        return ended || struckAt < run.getFirst().nanos() ? 0 : struckAt;
    }

    private static long millis(long nanos) {
        return nanos < 0 ? -1 : nanos / 1_000_000;
    }
}
