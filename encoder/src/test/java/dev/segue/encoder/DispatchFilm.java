package dev.segue.encoder;

import dev.segue.contract.AudioCodec;
import dev.segue.contract.AudioRendition;
import dev.segue.contract.AudioRole;
import dev.segue.contract.FrameTimes;
import dev.segue.contract.Job;
import dev.segue.contract.MediaInfo;
import dev.segue.contract.ObjectRef;
import dev.segue.contract.Priority;
import dev.segue.contract.RateControl;
import dev.segue.contract.Rational;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.Source;
import dev.segue.contract.Unit;
import dev.segue.contract.VideoCodec;
import dev.segue.contract.VideoRendition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Units of work of a film for the dispatcher to order. */
record DispatchFilm(
        String videoId, Priority priority, @Nullable String owner) {
    DispatchFilm(String videoId, Priority priority) {
        this(videoId, priority, null);
    }

    private static final MediaInfo.Video PICTURE = new MediaInfo.Video(
            0,
            "h264",
            "High",
            1280,
            720,
            0,
            new Rational(1, 1),
            "yuv420p",
            new Rational(1, 12_800),
            new Rational(25, 1),
            MediaInfo.Scan.PROGRESSIVE,
            MediaInfo.DynamicRange.SDR,
            false,
            "bt709",
            "bt709",
            null,
            null);
    private static final VideoRendition V720 = new VideoRendition(
            "v720",
            VideoCodec.H264,
            1280,
            720,
            new RateControl.Crf(21, null, null),
            "veryfast",
            null,
            "yuv420p",
            MediaInfo.DynamicRange.SDR,
            List.of());

    SegmentsReady chunk(int index) {
        FrameTimes times = new FrameTimes(index * 51_200L, List.of(new FrameTimes.Run(512, 100)));
        return ready(new Unit.VideoChunk(
                "video-h264",
                index,
                1_000,
                PICTURE,
                times,
                null,
                0,
                2,
                index,
                List.of(100),
                List.of(0),
                false,
                List.of(V720),
                null));
    }

    SegmentsReady sound() {
        return sound("a1");
    }

    SegmentsReady sound(String track) {
        MediaInfo.Audio stream = new MediaInfo.Audio(1, "aac", 48_000, 2, null, null, AudioRole.MAIN, null);
        AudioRendition rendition =
                new AudioRendition(track, stream, AudioCodec.AAC, 128_000, 48_000, 2, null, AudioRole.MAIN, null);
        return ready(new Unit.AudioTrack(track, 0, 1, rendition, 0, 1_000_000, 4_000));
    }

    private SegmentsReady ready(Unit unit) {
        Job job = new Job("film.mp4", null, priority, owner);
        Source source = new Source(new ObjectRef("originals", videoId), 1, null);
        return new SegmentsReady(videoId, 1, job, source, "mov", unit, unit.renditionIds());
    }
}
