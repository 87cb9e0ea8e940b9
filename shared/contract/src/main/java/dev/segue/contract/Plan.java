package dev.segue.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The encoding profile resolved for one source: what is made of it.
 *
 * @param profile the profile's name
 * @param segmentMs length of a media segment in milliseconds; each begins at the first frame at or after its multiple
 * @param gopMs distance of key frames in milliseconds, a divisor of {@code segmentMs}
 * @param video the picture, absent for a profile without one
 * @param audio the sound tracks, none for a silent source
 * @param leftOut what of the profile or of the source is not made, and why
 */
public record Plan(
        String profile,
        int segmentMs,
        int gopMs,
        @Nullable VideoPlan video,
        List<AudioRendition> audio,
        List<Omission> leftOut) {
    public Plan {
        Require.id("profile", profile);
        Require.atLeast("gopMs", gopMs, 100);
        if (segmentMs % gopMs != 0) {
            throw new IllegalArgumentException("segmentMs must be a multiple of gopMs");
        }
        audio = Require.list("audio", audio);
        leftOut = Require.list("leftOut", leftOut);
        if (video == null && audio.isEmpty()) {
            throw new IllegalArgumentException("a plan must make something");
        }
    }

    /**
     * The ladder of one source picture. All renditions of one codec are made by one process that decodes once.
     *
     * @param stream the picture they are made of
     * @param perTitle how constant rate factors are chosen for this film, absent where those of the renditions are final
     * @param quality what is measured of the renditions, absent for nothing
     */
    public record VideoPlan(
            MediaInfo.Video stream,
            List<VideoRendition> renditions,
            @Nullable PerTitle perTitle,
            @Nullable QualityCheck quality) {
        public VideoPlan {
            Require.present("stream", stream);
            renditions = Require.filled("renditions", renditions);
        }
    }
}
