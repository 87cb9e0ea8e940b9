package dev.segue.prober;

import dev.segue.contract.Warning;
import java.util.ArrayList;
import java.util.List;

/** Collects what the owner of a source should know of it. */
final class Warnings {
    private final List<Warning> all = new ArrayList<>();

    void add(Oddity oddity, String sentence) {
        all.add(new Warning(oddity.code(), sentence));
    }

    void add(Warning warning) {
        all.add(warning);
    }

    List<Warning> all() {
        return List.copyOf(all);
    }
}
