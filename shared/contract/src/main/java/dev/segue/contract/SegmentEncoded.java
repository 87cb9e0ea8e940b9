package dev.segue.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outputs of one unit are stored under their final keys and verified.
 *
 * @param track the unit's track
 * @param unit the unit's place within its track
 * @param cpuMs processor time that the unit took in milliseconds
 * @param outputs one for each rendition the unit contributes to
 * @param warnings what is odd about the outputs
 */
public record SegmentEncoded(
        String videoId,
        int generation,
        String track,
        int unit,
        long cpuMs,
        List<Output> outputs,
        List<Warning> warnings)
        implements Event {
    public SegmentEncoded {
        Require.id("videoId", videoId);
        Require.atLeast("generation", generation, 1);
        Require.id("track", track);
        Require.atLeast("unit", unit, 0);
        Require.atLeast("cpuMs", cpuMs, 0);
        outputs = Require.filled("outputs", outputs);
        warnings = Require.list("warnings", warnings);
    }

    @Override
    public String discriminator() {
        return track + "/" + unit;
    }

    /**
     * What the unit made of one rendition.
     *
     * @param codecs the RFC 6381 codec string of the sample entry
     * @param timescale ticks a second of the segments
     * @param init the init segment that belongs to them; its bytes must be the same in every unit
     * @param frames pictures, or audio frames, in all segments together
     * @param loudness of a sound track whose loudness was measured
     */
    public record Output(
            String rendition,
            String codecs,
            long timescale,
            StoredObject init,
            long frames,
            List<Segment> segments,
            @Nullable Loudness loudness) {
        public Output {
            Require.id("rendition", rendition);
            Require.text("codecs", codecs);
            Require.atLeast("timescale", timescale, 1);
            Require.present("init", init);
            segments = Require.filled("segments", segments);
        }
    }
}
