package dev.segue.stage.guarantees;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * No worker idles beside waiting work: of tasks that are equally long, each of them takes at least half of its share.
 *
 * @param workers how many there were
 */
public record WorkShared(int workers) implements Guarantee {
    @Override
    public String name() {
        return "work shared";
    }

    @Override
    public List<String> violations(Observed run) {
        Map<String, Long> begun = run.journal().stream()
                .filter(e -> e.what() == Entry.What.BEGUN)
                .collect(Collectors.groupingBy(Entry::process, TreeMap::new, Collectors.counting()));
        List<String> violations = new ArrayList<>();
        int least = run.tasks().size() / workers / 2;
        begun.forEach((worker, count) -> {
            if (count < least) {
                violations.add(worker + " took " + count + " of " + run.tasks().size() + " tasks");
            }
        });
        if (begun.size() < workers) {
            violations.add(workers - begun.size() + " of " + workers + " workers got nothing: " + begun);
        }
        return violations;
    }
}
