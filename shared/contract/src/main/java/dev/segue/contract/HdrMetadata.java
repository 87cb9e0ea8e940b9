package dev.segue.contract;

import org.jspecify.annotations.Nullable;

/**
 * What a source says of the screen it was graded on (SMPTE ST 2086) and of its brightest parts (CTA-861.3), in the units in which
 * HEVC and ISO/IEC 14496-12 ({@code mdcv}, {@code clli}) carry them.
 *
 * @param mastering absent where only the light levels are known
 * @param maxContentLight brightest pixel of the film in cd/m², absent where unknown
 * @param maxFrameAverageLight brightest average of a frame in cd/m², absent where unknown
 */
public record HdrMetadata(
        @Nullable Mastering mastering,
        @Nullable Integer maxContentLight,
        @Nullable Integer maxFrameAverageLight) {
    /**
     * The mastering display: chromaticities in steps of 0.00002, luminances in steps of 0.0001 cd/m².
     */
    public record Mastering(
            int redX,
            int redY,
            int greenX,
            int greenY,
            int blueX,
            int blueY,
            int whiteX,
            int whiteY,
            long maxLuminance,
            long minLuminance) {
        public Mastering {
            Require.atLeast("maxLuminance", maxLuminance, 1);
            Require.atLeast("minLuminance", minLuminance, 0);
        }
    }
}
