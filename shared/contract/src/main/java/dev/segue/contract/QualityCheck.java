package dev.segue.contract;

import org.jspecify.annotations.Nullable;

/**
 * What is to be measured of each rendition.
 *
 * @param samples how many segments of a rendition are compared with the source
 * @param floorMillionths the least mean that passes without a warning, in millionths of the metric's full scale, absent for none
 */
public record QualityCheck(int samples, @Nullable Integer floorMillionths) {
    public QualityCheck {
        Require.atLeast("samples", samples, 1);
        if (floorMillionths != null && (floorMillionths < 0 || floorMillionths > 1_000_000)) {
            throw new IllegalArgumentException("floorMillionths must be 0 to 1000000 but is " + floorMillionths);
        }
    }
}
