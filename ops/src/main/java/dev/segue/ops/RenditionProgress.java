package dev.segue.ops;

import java.time.Duration;

/**
 * How far a rendition is.
 *
 * @param units how many units of work make it, 0 while that is unknown
 * @param unitsDone how many of them are encoded
 * @param segments how many segments are stored
 * @param encoded how much of the film they hold
 * @param complete whether the assembler has found it whole
 */
public record RenditionProgress(String id, int units, int unitsDone, int segments, Duration encoded, boolean complete) {
    static RenditionProgress none(String id) {
        return new RenditionProgress(id, 0, 0, 0, Duration.ZERO, false);
    }

    RenditionProgress withUnits(int units, int unitsDone) {
        return new RenditionProgress(id, units, unitsDone, segments, encoded, complete);
    }

    RenditionProgress plus(int moreSegments, Duration more) {
        return new RenditionProgress(id, units, unitsDone, segments + moreSegments, encoded.plus(more), complete);
    }

    RenditionProgress whole() {
        return new RenditionProgress(id, units, unitsDone, segments, encoded, true);
    }
}
