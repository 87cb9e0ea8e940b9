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

    /** An oddity of the source that its owner should know of; {@code code} is stable, {@code sentence} is for people. */
    public record Warning(String code, String sentence) {
        public Warning {
            Require.text("code", code);
            Require.text("sentence", sentence);
        }
    }
}
