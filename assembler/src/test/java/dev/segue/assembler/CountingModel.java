package dev.segue.assembler;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What an assembler is to say of one film, told in the simplest way there is: with the set of all that was heard. */
final class CountingModel {
    private static final List<List<String>> RENDITIONS = List.of(List.of("v720", "v360"), List.of("a1"));

    private final int chunks;
    private int newest;
    private int cancelled;
    private final Set<String> heard = new HashSet<>();
    private final Set<Integer> done = new HashSet<>();

    CountingModel(int chunks) {
        this.chunks = chunks;
    }

    record Expected(Dropped dropped, List<String> renditions) {}

    Expected take(InterleavingsTest.Step step) {
        if (step.generation() < newest) {
            return new Expected(Dropped.SUPERSEDED, List.of());
        }
        if (step.what() == InterleavingsTest.Step.What.CANCEL) {
            newest = step.generation();
            cancelled = step.generation();
            return new Expected(null, List.of());
        }
        if (step.generation() == cancelled) {
            return new Expected(Dropped.CANCELLED, List.of());
        }
        if (step.generation() > newest) {
            newest = step.generation();
            heard.clear();
            done.clear();
        }
        if (done.contains(step.track())) {
            return new Expected(Dropped.LATE, List.of());
        }
        boolean announcement = step.what() == InterleavingsTest.Step.What.ANNOUNCE;
        boolean fresh = heard.add(step.track() + (announcement ? "announced" : "unit" + step.unit()));
        if (whole(step.track())) {
            done.add(step.track());
            return new Expected(null, RENDITIONS.get(step.track()));
        }
        return new Expected(fresh ? null : Dropped.DUPLICATE, List.of());
    }

    /** Whether the newest run needs nothing more: all of it is said, or it was cancelled. */
    boolean ended() {
        return newest == cancelled || done.size() == RENDITIONS.size();
    }

    private boolean whole(int track) {
        int units = track == 0 ? chunks : 1;
        for (int unit = 0; unit < units; unit++) {
            if (!heard.contains(track + "unit" + unit)) {
                return false;
            }
        }
        return heard.contains(track + "announced");
    }
}
