package dev.segue.splitter;

import dev.segue.contract.Omission;
import dev.segue.contract.VideoRendition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Finds rungs that no viewer gains anything from, among those of one codec and dynamic range. Pure. */
final class DominatedRungs {
    /** Players choose by bit rate; rungs that are nearer to each other only make them waver. */
    private static final double LEAST_STEP = 1.2;

    private DominatedRungs() {}

    /** A rung with its rate factor. */
    record Rung(VideoRendition rendition, RateFactor factor) {
        private double bitrate() {
            return factor.bitrate();
        }

        private long pixels() {
            return (long) rendition.width() * rendition.height();
        }

        private String group() {
            return rendition.codec().label() + " " + rendition.dynamicRange();
        }
    }

    /** The rungs to be left out, and why; of each codec and dynamic range at least one stays. */
    static List<Omission> of(List<Rung> ladder) {
        Map<String, List<Rung>> groups = new LinkedHashMap<>();
        ladder.forEach(
                r -> groups.computeIfAbsent(r.group(), g -> new ArrayList<>()).add(r));
        List<Omission> leftOut = new ArrayList<>();
        for (List<Rung> group : groups.values()) {
            group.sort(Comparator.comparingLong(Rung::pixels));
            thin(worthwhile(group, leftOut), leftOut);
        }
        return List.copyOf(leftOut);
    }

    /** Without those that look no better on a large screen than a smaller one does there for fewer bits. */
    private static List<Rung> worthwhile(List<Rung> rising, List<Omission> leftOut) {
        List<Rung> kept = new ArrayList<>();
        for (Rung rung : rising) {
            Rung better = kept.stream()
                    .filter(k -> k.bitrate() <= rung.bitrate()
                            && k.factor().shown() >= rung.factor().shown())
                    .findFirst()
                    .orElse(null);
            if (better == null) {
                kept.add(rung);
            } else {
                leftOut.add(omission(rung, better, "no-better", "scaled up to the same size looks as good as"));
            }
        }
        return kept;
    }

    /** From the largest down: of two that are close, the smaller one goes, since the larger one looks better. */
    private static void thin(List<Rung> rising, List<Omission> leftOut) {
        Rung above = rising.getLast();
        for (Rung rung : rising.subList(0, rising.size() - 1).reversed()) {
            if (above.bitrate() < LEAST_STEP * rung.bitrate()) {
                leftOut.add(omission(rung, above, "close-bit-rate", "looks better for hardly more bits than"));
            } else {
                above = rung;
            }
        }
    }

    private static Omission omission(Rung rung, Rung instead, String code, String why) {
        return new Omission(
                rung.rendition().id(),
                code,
                String.format(
                        Locale.ROOT,
                        "%s at %.0f kbit/s %s %s at %.0f kbit/s.",
                        instead.rendition().id(),
                        instead.bitrate() / 1e3,
                        why,
                        rung.rendition().id(),
                        rung.bitrate() / 1e3));
    }
}
