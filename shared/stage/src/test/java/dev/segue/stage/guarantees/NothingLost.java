package dev.segue.stage.guarantees;

import java.util.ArrayList;
import java.util.List;

/** Whatever was given to the workers is stated or lies in the dead-letter topic, and nothing waits for ever. */
public record NothingLost() implements Guarantee {
    @Override
    public String name() {
        return "nothing lost";
    }

    @Override
    public List<String> violations(Observed run) {
        List<String> violations = new ArrayList<>();
        for (Task task : run.tasks()) {
            if (run.stated(task.unit()).isEmpty() && run.letters(task.unit()).isEmpty()) {
                violations.add(task.unit() + " was neither stated nor kept as a dead letter");
            }
        }
        if (run.unsettled() != 0) {
            violations.add(run.unsettled() + " records are not settled");
        }
        return violations;
    }
}
