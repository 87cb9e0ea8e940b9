package dev.segue.contract;

import java.util.List;

/**
 * One unit of work is ready to be encoded.
 *
 * @param container the demuxer that reads the source, as FFmpeg names it; no other may be tried
 * @param renditions all renditions of the video, so that who counts knows when it is whole
 * @param leftOut rungs of the plan that samples of the film showed to be of no use, and why
 */
public record SegmentsReady(
        String videoId,
        int generation,
        Job job,
        Source source,
        String container,
        Unit unit,
        List<String> renditions,
        List<Omission> leftOut)
        implements Event {
    public SegmentsReady {
        Require.id("videoId", videoId);
        Require.atLeast("generation", generation, 1);
        Require.present("job", job);
        Require.present("source", source);
        Require.text("container", container);
        Require.present("unit", unit);
        renditions = Require.list("renditions", renditions);
        leftOut = Require.list("leftOut", leftOut);
        if (!renditions.containsAll(unit.renditionIds())) {
            throw new IllegalArgumentException("renditions must hold those of the unit");
        }
    }

    /** A unit of a film whose plan is made as it is. */
    public SegmentsReady(
            String videoId,
            int generation,
            Job job,
            Source source,
            String container,
            Unit unit,
            List<String> renditions) {
        this(videoId, generation, job, source, container, unit, renditions, List.of());
    }

    @Override
    public String discriminator() {
        return unit.id();
    }
}
