package dev.segue.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A unit was compared with the source, or could not be.
 *
 * @param track the unit's track
 * @param unit the unit's place within its track
 * @param samples one for each rendition of the unit
 */
public record QualityMeasured(String videoId, int generation, String track, int unit, List<Sample> samples)
        implements Event {
    public QualityMeasured {
        Require.id("videoId", videoId);
        Require.atLeast("generation", generation, 1);
        Require.id("track", track);
        Require.atLeast("unit", unit, 0);
        samples = Require.filled("samples", samples);
    }

    @Override
    public String discriminator() {
        return track + "/" + unit;
    }

    /**
     * One segment of a rendition.
     *
     * @param frames how many were compared
     * @param quality absent where it could not be measured
     */
    public record Sample(
            String rendition, int frames, @Nullable Quality quality) {
        public Sample {
            Require.id("rendition", rendition);
            Require.atLeast("frames", frames, 1);
        }
    }
}
