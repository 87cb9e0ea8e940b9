package dev.segue.prober;

import dev.segue.contract.Warning;
import java.util.ArrayList;
import java.util.List;

/** Collects what the owner of a source should know of it. The codes are stable and listed in the module's README. */
final class Warnings {
    private final List<Warning> all = new ArrayList<>();

    void add(String code, String sentence) {
        all.add(new Warning(code, sentence));
    }

    List<Warning> all() {
        return List.copyOf(all);
    }
}
