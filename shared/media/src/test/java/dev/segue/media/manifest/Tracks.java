package dev.segue.media.manifest;

import dev.segue.contract.AudioRole;
import dev.segue.contract.MediaInfo;
import dev.segue.contract.Rendition;
import dev.segue.contract.Segment;
import dev.segue.contract.StoredObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tracks for manifests. */
final class Tracks {
    static final TrackNames NAMES = new TrackNames() {
        @Override
        public String init(String rendition) {
            return rendition + "/init.mp4";
        }

        @Override
        public String segment(String rendition, int number) {
            return rendition + "/" + (number + 1) + ".m4s";
        }

        @Override
        public String mediaPlaylist(String rendition) {
            return rendition + "/media.m3u8";
        }

        @Override
        public String segmentTemplate(String rendition) {
            return rendition + "/$Number$.m4s";
        }
    };

    private Tracks() {}

    static Rendition.Video video(String id, int width, int height) {
        return new Rendition.Video(id, "h264", "avc1.64001f", width, height, MediaInfo.DynamicRange.SDR);
    }

    static Rendition.Audio audio(String id, @Nullable String language) {
        return new Rendition.Audio(id, "aac", "mp4a.40.2", 48_000, 2, language, AudioRole.MAIN);
    }

    /** @param durationsAndBytes of each segment in turns */
    static Track track(Rendition rendition, long timescale, long frames, long... durationsAndBytes) {
        List<Segment> segments = new ArrayList<>();
        long start = 0;
        for (int i = 0; i < durationsAndBytes.length; i += 2) {
            StoredObject object = new StoredObject(durationsAndBytes[i + 1], "00");
            segments.add(new Segment(i / 2, start, durationsAndBytes[i], object));
            start += durationsAndBytes[i];
        }
        return new Track(rendition, timescale, frames, segments);
    }

    /** Ten seconds of 29.97 pictures a second in three sizes, with sound in two languages and one unknown. */
    static List<Track> film() {
        long[] big = {120_120, 2_000_000, 120_120, 1_000_000, 60_060, 100_000};
        long[] middle = {120_120, 900_000, 120_120, 500_000, 60_060, 60_000};
        long[] small = {120_120, 300_000, 120_120, 200_000, 60_060, 20_000};
        long[] sound = {192_512, 64_000, 191_488, 64_000, 96_480, 30_001};
        return List.of(
                track(video("v1080", 1920, 1080), 30_000, 300, big),
                track(video("v720", 1280, 720), 30_000, 300, middle),
                track(video("v360", 640, 360), 30_000, 300, small),
                track(audio("a1", "ger"), 48_000, 470, sound),
                track(audio("a2", "en-US"), 48_000, 470, sound),
                track(audio("a3", null), 48_000, 470, sound));
    }
}
