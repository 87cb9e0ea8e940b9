package dev.segue.stage.guarantees;

import java.util.List;

/** No file of any work in progress is left, not even that of a process that was killed. */
public record ScratchClean() implements Guarantee {
    @Override
    public String name() {
        return "scratch clean";
    }

    @Override
    public List<String> violations(Observed run) {
        return run.leftovers().stream().map(path -> path + " was left").toList();
    }
}
