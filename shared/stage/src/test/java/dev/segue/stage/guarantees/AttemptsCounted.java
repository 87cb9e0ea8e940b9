package dev.segue.stage.guarantees;

import java.util.ArrayList;
import java.util.List;

/**
 * A run counts its attempts from one without a gap, and a dead letter tells as many as its run made. A number comes again where an
 * attempt did not count, because what it depends on was dead.
 */
public record AttemptsCounted() implements Guarantee {
    @Override
    public String name() {
        return "attempts counted truly";
    }

    @Override
    public List<String> violations(Observed run) {
        List<String> violations = new ArrayList<>();
        for (Task task : run.tasks()) {
            List<Integer> made = new ArrayList<>();
            run.runs(task.unit()).forEach((id, entries) -> {
                List<Integer> numbers = entries.stream()
                        .filter(e -> e.what() == Entry.What.BEGUN)
                        .map(Entry::number)
                        .toList();
                made.add(numbers.isEmpty() ? 0 : numbers.getLast());
                int last = 0;
                for (int number : numbers) {
                    if (number != last + 1 && (number != last || last == 0)) {
                        violations.add(task.unit() + ": " + id + " numbered its attempts " + numbers);
                        break;
                    }
                    last = number;
                }
            });
            for (Observed.Letter letter : run.letters(task.unit())) {
                if (!made.contains(letter.attempts())) {
                    violations.add(task.unit() + ": the dead letter tells of " + letter.attempts()
                            + " attempts, but its runs made " + made);
                }
            }
        }
        return violations;
    }
}
