package dev.segue.contract;

/**
 * A fact about one video that a stage states on a topic of its own, or a command about one. Every event names the video and the run
 * ({@code generation}) it belongs to; what it is a fact about within that run is its {@link #discriminator()}, so that the
 * same cause always gives the same event id ({@link EventIds}).
 */
public sealed interface Event
        permits UploadComplete,
                Scanned,
                Probed,
                SegmentsReady,
                SegmentEncoded,
                QualityRequested,
                QualityMeasured,
                RenditionComplete,
                Published,
                Rejected,
                Cancel,
                Prioritize,
                Forecast {
    /** The video, 1 to 64 letters, digits, '-' or '_'. */
    String videoId();

    /** The run of the video, 1 for the first. */
    int generation();

    /** What within this video and generation the fact is about: a unit, a rendition, or empty. */
    default String discriminator() {
        return "";
    }
}
