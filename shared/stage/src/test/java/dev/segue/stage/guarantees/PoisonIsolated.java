package dev.segue.stage.guarantees;

import java.util.ArrayList;
import java.util.List;

/** What cannot be done lies, unchanged and with its reason, in the dead-letter topic, and nothing else does. */
public record PoisonIsolated() implements Guarantee {
    @Override
    public String name() {
        return "poison isolated";
    }

    @Override
    public List<String> violations(Observed run) {
        List<String> violations = new ArrayList<>();
        for (Task task : run.tasks()) {
            List<Observed.Letter> letters = run.letters(task.unit());
            if (task.kind().done()) {
                letters.forEach(l -> violations.add(task.unit() + " can be done but was given up: " + l.code()));
                continue;
            }
            String reason = task.kind() == Task.Kind.POISON ? "defect" : "hopeless";
            if (!run.stated(task.unit()).isEmpty()) {
                violations.add(task.unit() + " cannot be done but was stated");
            }
            if (letters.isEmpty()) {
                violations.add(task.unit() + " cannot be done but was not given up");
            }
            for (Observed.Letter letter : letters) {
                if (!letter.code().equals(reason)) {
                    violations.add(task.unit() + " was given up for " + letter.code() + " instead of " + reason);
                }
                if (!letter.intact()) {
                    violations.add(task.unit() + " was changed on its way to the dead letters");
                }
            }
        }
        return violations;
    }
}
