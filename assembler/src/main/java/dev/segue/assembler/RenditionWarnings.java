package dev.segue.assembler;

import dev.segue.contract.Quality;
import dev.segue.contract.QualityCheck;
import dev.segue.contract.QualityMeasured;
import dev.segue.contract.Segment;
import dev.segue.contract.Stretch;
import dev.segue.contract.Warning;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is odd about a rendition, from what is odd about its units and from what it has become. Pure functions. */
final class RenditionWarnings {
    /** More would bury what matters; a film of cartoons stands still all the time. */
    private static final int MOST = 20;

    /** Frames last up to 42 ms: what begins so soon after the unit before has ended is one stretch. */
    private static final long JOINED_US = 100_000;

    /** Of the target. */
    private static final int BIT_RATE_TOLERANCE_PERCENT = 20;

    private RenditionWarnings() {}

    /**
     * Those of the units: stretches joined across their borders, each other warning once.
     *
     * @param parts in the order of the units
     * @param shortestUs stretches of the source that are shorter are not worth telling
     */
    static List<Warning> ofUnits(Collection<Part> parts, long shortestUs) {
        List<Warning> plain = new ArrayList<>();
        Map<Stretch.Kind, List<Stretch>> stretches = new EnumMap<>(Stretch.Kind.class);
        for (Part part : parts) {
            for (Warning warning : part.warnings()) {
                Stretch.of(warning)
                        .ifPresentOrElse(
                                s -> join(stretches.computeIfAbsent(s.kind(), k -> new ArrayList<>()), s),
                                () -> plain.add(warning));
            }
        }
        List<Stretch> told = stretches.values().stream()
                .flatMap(List::stream)
                .filter(s -> s.lengthUs() >= shortestUs || ofTheEncoder(s.kind()))
                .sorted(Comparator.comparing((Stretch s) -> !ofTheEncoder(s.kind()))
                        .thenComparing(Comparator.comparing(Stretch::lengthUs).reversed())
                        .thenComparing(Stretch::fromUs))
                .toList();
        List<Warning> warnings =
                new ArrayList<>(plain.stream().distinct().limit(MOST).toList());
        told.stream()
                .limit(MOST)
                .sorted(Comparator.comparing(Stretch::fromUs).thenComparing(Stretch::kind))
                .map(Stretch::warning)
                .forEach(warnings::add);
        if (told.size() > MOST) {
            warnings.add(new Warning("more-stretches", "There are " + (told.size() - MOST) + " more, shorter ones."));
        }
        return List.copyOf(warnings);
    }

    private static boolean ofTheEncoder(Stretch.Kind kind) {
        return switch (kind) {
            case BLACK, FREEZE, SILENCE -> false;
            case BLACK_DIFFERS, FREEZE_DIFFERS, SILENCE_DIFFERS -> true;
        };
    }

    private static void join(List<Stretch> known, Stretch next) {
        Stretch last = known.isEmpty() ? null : known.getLast();
        if (last != null && next.fromUs() <= last.toUs() + JOINED_US) {
            known.set(known.size() - 1, new Stretch(last.kind(), last.fromUs(), Math.max(last.toUs(), next.toUs())));
        } else {
            known.add(next);
        }
    }

    /** When the average bit rate is far from the one aimed at. */
    static List<Warning> ofBitRate(@Nullable Long targetBps, long timescale, List<Segment> segments) {
        if (targetBps == null) {
            return List.of();
        }
        long bytes = segments.stream().mapToLong(s -> s.object().bytes()).sum();
        long ticks = segments.stream().mapToLong(Segment::duration).sum();
        long found = Math.multiplyExact(bytes * 8, timescale) / ticks;
        return Math.abs(found - targetBps) * 100 <= targetBps * BIT_RATE_TOLERANCE_PERCENT
                ? List.of()
                : List.of(new Warning(
                        "bitrate-off-target",
                        "The average bit rate is " + found + " bit/s where " + targetBps + " bit/s were aimed at."));
    }

    /** When quality could not be measured everywhere, or is below the floor. */
    static List<Warning> ofQuality(
            QualityCheck check, @Nullable Quality quality, Collection<QualityMeasured.Sample> samples) {
        List<Warning> warnings = new ArrayList<>();
        int compared = quality == null ? 0 : quality.samples();
        if (compared < samples.size()) {
            warnings.add(new Warning(
                    "quality-unknown",
                    "Only " + compared + " of " + samples.size() + " samples could be compared with the source."));
        }
        Integer floor = check.floorMillionths();
        if (quality != null && floor != null && quality.meanMillionths() < floor) {
            warnings.add(new Warning(
                    "quality-below-floor",
                    "The mean quality (" + quality.metric().name() + ") is " + quality.meanMillionths()
                            + " millionths where at least " + floor + " are wanted."));
        }
        return List.copyOf(warnings);
    }
}
