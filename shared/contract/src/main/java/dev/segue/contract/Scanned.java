package dev.segue.contract;

import java.util.List;

/**
 * The source is clean and lies among the originals.
 *
 * @param source the object among the originals; SHA-256 is known from here on
 * @param container the container format that its first bytes show, as FFmpeg names the demuxer ("mov", "matroska")
 * @param checks which checks ran, in their order; all of them passed
 */
public record Scanned(String videoId, int generation, Job job, Source source, String container, List<Check> checks)
        implements Event {
    public Scanned {
        Require.id("videoId", videoId);
        Require.atLeast("generation", generation, 1);
        Require.present("job", job);
        Require.present("source", source);
        Require.text("container", container);
        checks = Require.filled("checks", checks);
    }

    /** One check that ran and what it found, in a few words. */
    public record Check(String name, String finding) {
        public Check {
            Require.text("name", name);
            Require.text("finding", finding);
        }
    }
}
