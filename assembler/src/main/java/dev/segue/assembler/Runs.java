package dev.segue.assembler;

import dev.segue.contract.RenditionComplete;
import org.jspecify.annotations.Nullable;

/**
 * Which run of a video counts. When a newer one begins or a run is cancelled, what was counted of the old ones is dropped; when
 * all renditions of a run are complete, their states give way to the one of the run.
 */
final class Runs {
    private final Ledger ledger;

    Runs(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Why units of this run are not counted, null when they are. */
    @Nullable
    Dropped refuses(String videoId, int generation) {
        Run run = ledger.run(videoId);
        return run == null ? null : run.refuses(generation);
    }

    /** A unit of the run is counted. */
    void begin(String videoId, int generation) {
        Run run = ledger.run(videoId);
        if (run == null || run.generation() < generation) {
            replace(videoId, new Run(generation, Run.Standing.UNDER_WAY));
        }
    }

    void cancel(String videoId, int generation) {
        Run run = ledger.run(videoId);
        if (run == null || run.generation() <= generation) {
            replace(videoId, new Run(generation, Run.Standing.CANCELLED));
        }
    }

    /** Ends the run when {@code last} was the last of its renditions. */
    void completeIfWhole(RenditionComplete last) {
        boolean whole = last.renditions().stream()
                .allMatch(id -> ledger.state(new RenditionKey(last.videoId(), last.generation(), id))
                        instanceof RenditionState.Complete);
        if (whole) {
            replace(last.videoId(), new Run(last.generation(), Run.Standing.COMPLETE));
        }
    }

    /** Forgets a run that has ended, and so how to tell its late units from new ones. */
    void forget(String videoId, int generation) {
        Run run = ledger.run(videoId);
        if (run != null && run.generation() == generation && run.standing() != Run.Standing.UNDER_WAY) {
            ledger.dropRun(videoId);
        }
    }

    /**
     * Forgets a run of which nothing but results was heard: it ended long ago, and they came later still.
     *
     * @return how many results are dropped, as far as can be told without knowing the tracks
     */
    int forgetUnannounced(String videoId, int generation) {
        Run run = ledger.run(videoId);
        if (run == null || run.generation() != generation || run.standing() != Run.Standing.UNDER_WAY) {
            return 0;
        }
        int results = 0;
        for (RenditionState state : ledger.states(videoId).values()) {
            if (!(state instanceof RenditionState.Counting counting) || counting.heading() != null) {
                return 0;
            }
            results = Math.max(results, counting.arrived().count());
        }
        drop(videoId);
        ledger.dropRun(videoId);
        return results;
    }

    private void replace(String videoId, Run run) {
        drop(videoId);
        ledger.put(videoId, run);
    }

    private void drop(String videoId) {
        for (RenditionKey key : ledger.states(videoId).keySet()) {
            ledger.dropParts(key);
            ledger.dropState(key);
        }
    }
}
