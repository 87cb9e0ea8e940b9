package dev.segue.stage.guarantees;

import java.util.ArrayList;
import java.util.List;

/** Each time that a unit is handed out it is worked on at once: nobody holds it behind other work until its lock runs out. */
public record NeverHeldUnseen() implements Guarantee {
    @Override
    public String name() {
        return "never held unseen";
    }

    @Override
    public List<String> violations(Observed run) {
        List<String> violations = new ArrayList<>();
        for (Task task : run.tasks()) {
            int begun = 0;
            for (List<Entry> entries : run.runs(task.unit()).values()) {
                begun++;
                int delivery = entries.getFirst().number();
                if (delivery != begun) {
                    violations.add(
                            task.unit() + " was handed out " + delivery + " times but begun " + begun + " times");
                }
            }
        }
        return violations;
    }
}
