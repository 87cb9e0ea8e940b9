package dev.segue.encoder;

import dev.segue.contract.SegmentsReady;
import dev.segue.stage.Work;

/**
 * Makes what a unit is to become: judged, and stored under its final keys through {@link SegmentStore}. What came of it is stated by
 * whoever asks; see {@code StageHandler} for what holds when it runs twice, is interrupted or fails.
 */
@FunctionalInterface
public interface UnitEncoder {
    /** Makes the outputs of one unit. */
    JudgedUnit encode(SegmentsReady event, Work work) throws Exception;
}
