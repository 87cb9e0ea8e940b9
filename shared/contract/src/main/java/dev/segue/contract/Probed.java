package dev.segue.contract;

import java.util.List;

/** What the source is and what will be made of it. */
public record Probed(
        String videoId, int generation, Job job, Source source, MediaInfo media, Plan plan, List<Warning> warnings)
        implements Event {
    public Probed {
        Require.id("videoId", videoId);
        Require.atLeast("generation", generation, 1);
        Require.present("job", job);
        Require.present("source", source);
        Require.present("media", media);
        Require.present("plan", plan);
        warnings = Require.list("warnings", warnings);
    }
}
