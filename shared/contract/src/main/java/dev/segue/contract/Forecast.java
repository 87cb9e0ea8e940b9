package dev.segue.contract;

import java.time.Instant;

/**
 * When a video's encoding will be done, as far as its units are announced: what is ahead of it and what is left of it, at the speed at
 * which the encoders work now. Stated again when the estimate moves; of two, the later one counts.
 *
 * @param leftMs processor time that the units which are not encoded yet are predicted to take, in milliseconds
 * @param aheadMs processor time of other videos' units that will be begun before its last one, in milliseconds
 * @param encodedBy when its last unit will be encoded
 */
public record Forecast(String videoId, int generation, long leftMs, long aheadMs, Instant encodedBy) implements Event {
    public Forecast {
        Require.id("videoId", videoId);
        Require.atLeast("generation", generation, 1);
        Require.atLeast("leftMs", leftMs, 0);
        Require.atLeast("aheadMs", aheadMs, 0);
        Require.present("encodedBy", encodedBy);
    }
}
