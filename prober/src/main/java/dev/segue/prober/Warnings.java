package dev.segue.prober;

import dev.segue.contract.Probed;
import java.util.ArrayList;
import java.util.List;

/** Collects what the owner of a source should know of it. The codes are stable and listed in the module's README. */
final class Warnings {
    private final List<Probed.Warning> all = new ArrayList<>();

    void add(String code, String sentence) {
        all.add(new Probed.Warning(code, sentence));
    }

    List<Probed.Warning> all() {
        return List.copyOf(all);
    }
}
