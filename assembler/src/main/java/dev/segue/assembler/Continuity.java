package dev.segue.assembler;

import dev.segue.contract.Segment;
import java.util.ArrayList;
import java.util.List;

/** Whether the segments of a rendition follow each other without gap or overlap; exact, since all times are whole ticks. */
final class Continuity {
    /**
     * Sound may begin a little after the first picture. When more than this many seconds are missing, it is not the film that
     * begins late but its beginning that is lost.
     */
    private static final long LATEST_START_SECONDS = 1;

    private Continuity() {}

    /**
     * All segments in their order.
     *
     * @param parts of all units, in the order of the units
     * @throws Violation with the numbers of both neighbours
     */
    static List<Segment> check(RenditionKey key, long timescale, List<Part> parts) {
        List<Segment> segments = new ArrayList<>();
        for (Part part : parts) {
            for (Segment segment : part.segments()) {
                if (segments.isEmpty()) {
                    begins(key, timescale, segment);
                } else {
                    follows(key, segments.getLast(), segment);
                }
                segments.add(segment);
            }
        }
        return List.copyOf(segments);
    }

    private static void begins(RenditionKey key, long timescale, Segment first) {
        numbered(key, first.number(), 0);
        if (first.start() < 0) {
            throw new Violation(
                    Violation.Code.START_BEFORE_ZERO, key, "segment 0 starts at " + first.start() + ", before 0");
        }
        if (first.start() > timescale * LATEST_START_SECONDS) {
            throw new Violation(
                    Violation.Code.LATE_START,
                    key,
                    "segment 0 starts at " + first.start() + ", later than " + timescale * LATEST_START_SECONDS);
        }
    }

    private static void follows(RenditionKey key, Segment before, Segment segment) {
        numbered(key, segment.number(), before.number() + 1);
        long end = before.start() + before.duration();
        if (segment.start() != end) {
            throw new Violation(
                    segment.start() > end ? Violation.Code.GAP : Violation.Code.OVERLAP,
                    key,
                    "segment " + segment.number() + " starts at " + segment.start() + " but segment " + before.number()
                            + " ends at " + end);
        }
    }

    private static void numbered(RenditionKey key, int number, int expected) {
        if (number != expected) {
            throw new Violation(
                    number < expected ? Violation.Code.SEGMENT_DOUBLE : Violation.Code.SEGMENT_MISSING,
                    key,
                    "expected segment " + expected + " but found segment " + number);
        }
    }
}
