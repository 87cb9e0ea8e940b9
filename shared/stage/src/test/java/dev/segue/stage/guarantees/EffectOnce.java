package dev.segue.stage.guarantees;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * However often a unit ran, it has one result, and all that is stated about it says that one: whoever counts by identity counts
 * it once, and what it was told of stays as it is.
 */
public record EffectOnce() implements Guarantee {
    @Override
    public String name() {
        return "effect once";
    }

    @Override
    public List<String> violations(Observed run) {
        List<String> violations = new ArrayList<>();
        for (Task task : run.tasks()) {
            Set<String> said = run.stated(task.unit()).stream()
                    .map(Observed.Stated::result)
                    .collect(Collectors.toSet());
            String stored = run.stored().get(task.unit());
            if (said.size() > 1) {
                violations.add(task.unit() + " was stated with different results: " + said);
            } else if (said.size() == 1 && !said.contains(stored)) {
                violations.add(task.unit() + " was stated as " + said + " but the store has " + stored);
            }
        }
        return violations;
    }
}
