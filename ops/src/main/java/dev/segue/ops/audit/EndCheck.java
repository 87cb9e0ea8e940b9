package dev.segue.ops.audit;

import dev.segue.contract.EventType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;

/** Every accepted upload ends in exactly one way, and nothing was left out on its way there. */
final class EndCheck {
    /** Each stands on the one before it. */
    private static final List<EventType> CHAIN = List.of(
            EventType.UPLOAD_COMPLETE,
            EventType.SCANNED,
            EventType.PROBED,
            EventType.SEGMENTS_READY,
            EventType.SEGMENT_ENCODED,
            EventType.RENDITION_COMPLETE,
            EventType.PUBLISHED);

    private final Runs runs;
    private final Waiting waiting;
    private final Instant now;
    private final Duration settle;
    private final Tally tally;

    EndCheck(Runs runs, Waiting waiting, Instant now, Duration settle, Tally tally) {
        this.runs = runs;
        this.waiting = waiting;
        this.now = now;
        this.settle = settle;
        this.tally = tally;
    }

    /** Whether a stage was ever asked to do anything for this run. */
    static boolean isBegun(RunFacts run) {
        return CHAIN.stream().anyMatch(run::has);
    }

    /** Where a run stands, without judging it. */
    Standing standing(RunFacts run) {
        if (run.has(EventType.PUBLISHED)) {
            return Standing.PUBLISHED;
        }
        if (run.has(EventType.REJECTED)) {
            return Standing.REJECTED;
        }
        if (runs.isCancelled(run)) {
            return Standing.CANCELLED;
        }
        if (runs.isSuperseded(run)) {
            return Standing.SUPERSEDED;
        }
        if (!run.letters().isEmpty()) {
            return Standing.DEAD_LETTER;
        }
        boolean fresh = run.lastAt().isAfter(now.minus(settle));
        return fresh || waiting.waits(run) ? Standing.RUNNING : Standing.LOST;
    }

    /** @param expired whether retention may have taken what the run began with */
    void check(RunFacts run, Standing standing, boolean expired) {
        List<String> ends = ends(run);
        if (ends.size() > 1) {
            tally.add(Finding.of(FindingCode.ENDS_TWICE, run, name(run), "one end", String.join(" and ", ends)));
        }
        int published = run.count(EventType.PUBLISHED);
        if (published > 1) {
            tally.add(Finding.of(
                    FindingCode.PUBLISHED_TWICE,
                    run,
                    Runs.id(run, EventType.PUBLISHED),
                    "stated once",
                    published + " times"));
        }
        if (expired || !isBegun(run)) {
            return;
        }
        unbroken(run);
        if (!run.completed().isEmpty()) {
            run.units().tracks().forEach(track -> units(run, track));
        }
        if (standing == Standing.LOST) {
            EventType reached =
                    CHAIN.reversed().stream().filter(run::has).findFirst().orElseThrow();
            tally.add(Finding.of(
                    FindingCode.NO_END,
                    run,
                    name(run),
                    "published, rejected or an open dead letter",
                    "nothing since " + reached.topic() + " at " + run.lastAt() + ", and nobody is at it"));
        }
    }

    private List<String> ends(RunFacts run) {
        List<String> ends = new ArrayList<>(1);
        if (run.has(EventType.PUBLISHED)) {
            ends.add("published");
        }
        if (run.has(EventType.REJECTED)) {
            ends.add("rejected");
        }
        if (!run.letters().isEmpty() && !runs.isCancelled(run) && !runs.isSuperseded(run)) {
            ends.add(run.letters().stream().map(l -> "dead letter " + l.id()).collect(Collectors.joining(", ")));
        }
        return ends;
    }

    private void unbroken(RunFacts run) {
        int last = CHAIN.size() - 1;
        while (!run.has(CHAIN.get(last))) {
            last--;
        }
        int first = 0;
        if (run.generation() > 1) {
            // Whoever has a film made again begins where he likes.
            while (!run.has(CHAIN.get(first))) {
                first++;
            }
        }
        for (EventType type : CHAIN.subList(first, last)) {
            if (!run.has(type)) {
                tally.add(Finding.of(
                        FindingCode.EVENT_LOST,
                        run,
                        Runs.id(run, type),
                        "stated, since " + CHAIN.get(last).kind() + " was",
                        "missing"));
            }
        }
    }

    /** A rendition is complete, so each of its units was ready and encoded; a unit that was encoded was ready before. */
    private void units(RunFacts run, String track) {
        boolean complete = run.isComplete(track);
        BitSet encoded = run.units().encodedOf(track);
        int units = Math.max(run.units().inTrack(track), encoded.length());
        for (int unit = 0; unit < units; unit++) {
            if (!run.units().ready(track).get(unit) && (complete || encoded.get(unit))) {
                lost(run, EventType.SEGMENTS_READY, track + "/" + unit);
            }
            if (complete && !encoded.get(unit)) {
                lost(run, EventType.SEGMENT_ENCODED, track + "/" + unit);
            }
        }
    }

    private void lost(RunFacts run, EventType type, String unit) {
        tally.add(Finding.of(
                FindingCode.EVENT_LOST,
                run,
                Runs.id(run, type) + "/" + unit,
                "stated, since what was made of it was counted",
                "missing"));
    }

    static String name(RunFacts run) {
        return "run " + run.generation() + " of " + run.videoId();
    }
}
