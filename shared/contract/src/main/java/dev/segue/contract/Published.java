package dev.segue.contract;

import java.util.List;

/**
 * The video is playable.
 *
 * @param hls address of the HLS multivariant playlist (RFC 8216)
 * @param dash address of the MPEG-DASH manifest (ISO/IEC 23009-1)
 * @param durationUs in microseconds
 */
public record Published(
        String videoId, int generation, Job job, String hls, String dash, long durationUs, List<Made> renditions)
        implements Event {
    public Published {
        Require.id("videoId", videoId);
        Require.atLeast("generation", generation, 1);
        Require.present("job", job);
        Require.text("hls", hls);
        Require.text("dash", dash);
        renditions = Require.filled("renditions", renditions);
    }

    /**
     * What was made of one rendition.
     *
     * @param bandwidthBps highest bit rate of a segment in bit/s
     * @param averageBandwidthBps bit rate over the whole length in bit/s
     */
    public record Made(
            Rendition rendition, long bytes, long frames, int segments, long bandwidthBps, long averageBandwidthBps) {
        public Made {
            Require.present("rendition", rendition);
        }
    }
}
