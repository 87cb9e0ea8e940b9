package dev.segue.contract;

import java.util.List;

/**
 * One unit of work is ready to be encoded.
 *
 * @param container the demuxer that reads the source, as FFmpeg names it; no other may be tried
 * @param renditions all renditions of the video, so that who counts knows when it is whole
 */
public record SegmentsReady(
        String videoId, int generation, Job job, Source source, String container, Unit unit, List<String> renditions)
        implements Event {
    public SegmentsReady {
        Require.id("videoId", videoId);
        Require.atLeast("generation", generation, 1);
        Require.present("job", job);
        Require.present("source", source);
        Require.text("container", container);
        Require.present("unit", unit);
        renditions = Require.list("renditions", renditions);
        if (!renditions.containsAll(unit.renditionIds())) {
            throw new IllegalArgumentException("renditions must hold those of the unit");
        }
    }

    @Override
    public String discriminator() {
        return unit.id();
    }
}
