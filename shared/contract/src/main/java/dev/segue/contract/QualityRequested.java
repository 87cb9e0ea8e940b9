package dev.segue.contract;

/**
 * One segment of each rendition of a unit, all stored, is to be compared with the source.
 *
 * @param container the demuxer that reads the source, as FFmpeg names it
 * @param chunk the unit
 */
public record QualityRequested(String videoId, int generation, Source source, String container, Unit.VideoChunk chunk)
        implements Event {
    public QualityRequested {
        Require.id("videoId", videoId);
        Require.atLeast("generation", generation, 1);
        Require.present("source", source);
        Require.text("container", container);
        Require.present("chunk", chunk);
    }

    @Override
    public String discriminator() {
        return chunk.id();
    }
}
