package dev.segue.assembler;

import dev.segue.contract.QualityCheck;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What an assembler is to say of one film, told in the simplest way there is: with the set of all that was heard. */
final class CountingModel {
    private static final List<List<String>> RENDITIONS = List.of(List.of("v720", "v360"), List.of("a1"));

    /** Of each picture. */
    static final QualityCheck SAMPLES = new QualityCheck(2, 900_000);

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
        String said =
                switch (step.what()) {
                    case ANNOUNCE -> "announced";
                    case ENCODE -> "unit";
                    case MEASURE -> "sample";
                    case CANCEL -> throw new IllegalStateException("is no unit");
                };
        boolean fresh = heard.add(step.track() + said + step.unit());
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
            if (!heard.contains(track + "unit" + unit) || !heard.contains(track + "announced" + unit)) {
                return false;
            }
        }
        return track != 0 || SAMPLES.units(chunks).stream().allMatch(unit -> heard.contains(track + "sample" + unit));
    }
}
