package dev.segue.encoder;

import dev.segue.contract.Stretch;
import dev.segue.contract.Stretch.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What black, still and silent stretches of a unit mean. Pure functions. */
final class DullStretches {
    /** What is shorter is only kept at the edge of a unit, where it may be a part of something longer. */
    static final long SHORTEST_US = 1_000_000;

    /** Of one unit. */
    private static final int MOST = 20;

    /** A frame or two: what ends so near to the end of the unit goes on in the next one. */
    private static final long EDGE_US = 90_000;

    private DullStretches() {}

    /**
     * What FFmpeg has written.
     *
     * @param lines {@code lavfi.black_start=1.2}, among others
     * @param fromUs where in the film the unit begins
     * @param toUs where it ends, and with it what has no end
     */
    static List<Stretch> read(Stream<String> lines, long fromUs, long toUs) {
        Map<Kind, Long> open = new EnumMap<>(Kind.class);
        List<Stretch> found = new ArrayList<>();
        lines.filter(l -> l.startsWith("lavfi.")).forEach(line -> {
            Kind kind = line.contains("black_")
                    ? Kind.BLACK
                    : line.contains("freeze_") ? Kind.FREEZE : line.contains("silence_") ? Kind.SILENCE : null;
            int equals = line.indexOf('=');
            if (kind == null || equals < 0) {
                return;
            }
            if (line.substring(0, equals).endsWith("_start")) {
                open.put(kind, fromUs + micros(line.substring(equals + 1)));
            } else if (line.substring(0, equals).endsWith("_end")) {
                Long start = open.remove(kind);
                add(found, kind, start == null ? fromUs : start, fromUs + micros(line.substring(equals + 1)), toUs);
            }
        });
        open.forEach((kind, start) -> add(found, kind, start, toUs, toUs));
        found.sort(Comparator.comparing(Stretch::kind).thenComparing(Stretch::fromUs));
        return joined(found);
    }

    /** A key frame within a picture that stands still makes two of one. */
    private static List<Stretch> joined(List<Stretch> sorted) {
        List<Stretch> joined = new ArrayList<>();
        for (Stretch s : sorted) {
            Stretch last = joined.isEmpty() ? null : joined.getLast();
            if (last != null && last.kind() == s.kind() && s.fromUs() <= last.toUs() + EDGE_US) {
                joined.set(joined.size() - 1, new Stretch(s.kind(), last.fromUs(), Math.max(last.toUs(), s.toUs())));
            } else {
                joined.add(s);
            }
        }
        return List.copyOf(joined);
    }

    /**
     * What is worth telling of a unit.
     *
     * @param source by usual thresholds
     * @param lenient the source by lenient ones
     * @param output of the encoder, by usual thresholds
     */
    static List<Stretch> notable(
            List<Stretch> source, List<Stretch> lenient, List<Stretch> output, long fromUs, long toUs) {
        List<Stretch> told = new ArrayList<>();
        source.stream()
                .map(s -> edged(s, fromUs, toUs))
                .filter(s -> s.lengthUs() >= SHORTEST_US || s.fromUs() == fromUs || s.toUs() == toUs)
                .forEach(told::add);
        output.stream()
                .flatMap(s -> without(s, lenient))
                .filter(s -> s.lengthUs() >= SHORTEST_US)
                .map(s -> new Stretch(differs(s.kind()), s.fromUs(), s.toUs()))
                .forEach(told::add);
        return told.stream()
                .sorted(Comparator.comparing(Stretch::lengthUs).reversed())
                .limit(MOST)
                .sorted(Comparator.comparing(Stretch::kind).thenComparing(Stretch::fromUs))
                .toList();
    }

    private static Stretch edged(Stretch s, long fromUs, long toUs) {
        return new Stretch(
                s.kind(),
                s.fromUs() <= fromUs + EDGE_US ? fromUs : s.fromUs(),
                s.toUs() >= toUs - EDGE_US ? toUs : s.toUs());
    }

    /** What of a stretch none of the others of its kind covers. */
    private static Stream<Stretch> without(Stretch stretch, List<Stretch> others) {
        List<Stretch> left = new ArrayList<>(List.of(stretch));
        for (Stretch other : others) {
            if (other.kind() == stretch.kind()) {
                left = new ArrayList<>(left.stream()
                        .flatMap(s -> Stream.of(
                                        new long[] {s.fromUs(), Math.min(s.toUs(), other.fromUs())},
                                        new long[] {Math.max(s.fromUs(), other.toUs()), s.toUs()})
                                .filter(span -> span[0] < span[1])
                                .map(span -> new Stretch(s.kind(), span[0], span[1])))
                        .toList());
            }
        }
        return left.stream();
    }

    private static Kind differs(Kind kind) {
        return switch (kind) {
            case BLACK, BLACK_DIFFERS -> Kind.BLACK_DIFFERS;
            case FREEZE, FREEZE_DIFFERS -> Kind.FREEZE_DIFFERS;
            case SILENCE, SILENCE_DIFFERS -> Kind.SILENCE_DIFFERS;
        };
    }

    private static void add(List<Stretch> found, Kind kind, long from, long to, long end) {
        if (Math.min(to, end) > from) {
            found.add(new Stretch(kind, from, Math.min(to, end)));
        }
    }

    private static long micros(String seconds) {
        return new BigDecimal(seconds.strip()).movePointRight(6).longValue();
    }
}
