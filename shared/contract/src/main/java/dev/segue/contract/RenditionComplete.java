package dev.segue.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every segment of this rendition is stored, and they follow each other without gap or overlap.
 *
 * @param frames pictures, or audio frames, in all segments together
 * @param renditions all renditions of the video
 * @param loudness of a sound track whose loudness was measured
 * @param quality of a picture that was compared with its source
 * @param predicted what samples of the film had promised of a picture, absent where none were tried
 * @param warnings what is odd about it
 */
public record RenditionComplete(
        String videoId,
        int generation,
        Job job,
        Rendition rendition,
        long timescale,
        StoredObject init,
        long frames,
        List<Segment> segments,
        List<String> renditions,
        @Nullable Loudness loudness,
        @Nullable Quality quality,
        @Nullable Prediction predicted,
        List<Warning> warnings)
        implements Event {
    public RenditionComplete {
        Require.id("videoId", videoId);
        Require.atLeast("generation", generation, 1);
        Require.present("job", job);
        Require.present("rendition", rendition);
        Require.atLeast("timescale", timescale, 1);
        Require.present("init", init);
        segments = Require.filled("segments", segments);
        renditions = Require.list("renditions", renditions);
        warnings = Require.list("warnings", warnings);
    }

    @Override
    public String discriminator() {
        return rendition.id();
    }
}
