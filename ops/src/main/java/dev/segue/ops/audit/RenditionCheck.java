package dev.segue.ops.audit;

import dev.segue.contract.EventType;
import dev.segue.contract.RenditionComplete;
import dev.segue.contract.Segment;
import java.util.List;

/** A rendition holds the segments of all its units, each once and in order, as the units were said to be. */
final class RenditionCheck {
    private final Tally tally;

    RenditionCheck(Tally tally) {
        this.tally = tally;
    }

    void check(RunFacts run, RenditionComplete e) {
        if (!inOrder(run, e)) {
            run.disordered(e.rendition().id());
            return; // what follows would only say the same again
        }
        EncodedUnits units = run.units().encoded(e.rendition().id());
        if (units == null) {
            return; // which events are missing is said once for all renditions of the track
        }
        boolean whole = true;
        for (int unit = 0; unit < run.units().inTrack(units.track()); unit++) {
            if (!units.has(unit)) {
                whole = false;
            } else if (!units.wasSaid(unit, digest(units, unit, e))) {
                String name = units.track() + "/" + unit;
                differs(run, e, "the segments that unit " + name + " was said to have made", "other ones");
            }
        }
        if (whole && units.frames() != e.frames()) {
            differs(run, e, units.frames() + " frames in all units", e.frames() + " frames");
        }
    }

    private static long digest(EncodedUnits units, int unit, RenditionComplete e) {
        int from = Math.min(units.first(unit), e.segments().size());
        int to = Math.min(from + units.segments(unit), e.segments().size());
        return Digest64.of(e.init(), e.segments().subList(from, to));
    }

    private boolean inOrder(RunFacts run, RenditionComplete e) {
        List<Segment> segments = e.segments();
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            if (segment.number() != i) {
                FindingCode code = segment.number() < i ? FindingCode.COUNTED_TWICE : FindingCode.UNITS_DIFFER;
                tally.add(Finding.of(code, run, name(run, e), "segment " + i, "segment " + segment.number()));
                return false;
            }
            long end = i == 0
                    ? segment.start()
                    : segments.get(i - 1).start() + segments.get(i - 1).duration();
            if (segment.start() != end) {
                differs(run, e, "segment " + i + " begins at " + end, "at " + segment.start());
                return false;
            }
        }
        return true;
    }

    private void differs(RunFacts run, RenditionComplete e, String expected, String found) {
        tally.add(Finding.of(FindingCode.UNITS_DIFFER, run, name(run, e), expected, found));
    }

    static String name(RunFacts run, RenditionComplete e) {
        return Runs.id(run, EventType.RENDITION_COMPLETE) + "/" + e.rendition().id();
    }
}
