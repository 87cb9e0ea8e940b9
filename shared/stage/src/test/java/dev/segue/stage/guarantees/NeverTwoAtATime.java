package dev.segue.stage.guarantees;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Once a unit has been given to another worker, the one that had it before does nothing more that others can see.
 *
 * @param blind how long it may go on all the same. Zero as long as the broker remembers what it handed out; one lock's time when
 *     the broker itself died, which forgets it: nobody can know then, until the next renewal is refused
 */
public record NeverTwoAtATime(Duration blind) implements Guarantee {
    @Override
    public String name() {
        return "never two at a time after the lock is lost";
    }

    @Override
    public List<String> violations(Observed run) {
        List<String> violations = new ArrayList<>();
        for (Task task : run.tasks()) {
            List<List<Entry>> runs = List.copyOf(run.runs(task.unit()).values());
            for (int i = 0; i + 1 < runs.size(); i++) {
                long next = runs.get(i + 1).getFirst().nanos();
                for (Entry entry : runs.get(i)) {
                    if (entry.what() == Entry.What.CLAIMED && entry.nanos() - next > blind.toNanos()) {
                        violations.add(task.unit() + ": " + entry.runId() + " claimed it "
                                + (entry.nanos() - next) / 1_000_000 + " ms after "
                                + runs.get(i + 1).getFirst().runId() + " had begun");
                    }
                }
            }
        }
        return violations;
    }
}
