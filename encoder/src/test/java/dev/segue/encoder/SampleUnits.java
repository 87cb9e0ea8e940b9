package dev.segue.encoder;

import dev.segue.contract.AudioCodec;
import dev.segue.contract.AudioRendition;
import dev.segue.contract.AudioRole;
import dev.segue.contract.FrameTimes;
import dev.segue.contract.Job;
import dev.segue.contract.MediaInfo;
import dev.segue.contract.MediaInfo.DynamicRange;
import dev.segue.contract.MediaInfo.Scan;
import dev.segue.contract.ObjectRef;
import dev.segue.contract.RateControl;
import dev.segue.contract.Rational;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.Source;
import dev.segue.contract.Unit;
import dev.segue.contract.VideoCodec;
import dev.segue.contract.VideoRendition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Units of work for the encoder's tests: ordinary in everything but what a test is about. */
final class SampleUnits {
    static final Rational MP4_25 = new Rational(1, 12_800);

    private SampleUnits() {}

    static MediaInfo.Video picture(Rational timeBase) {
        return picture(timeBase, 320, 180, "yuv420p", Scan.PROGRESSIVE, DynamicRange.SDR, false);
    }

    static MediaInfo.Video picture(
            Rational timeBase,
            int width,
            int height,
            String pixelFormat,
            Scan scan,
            DynamicRange dynamicRange,
            boolean fullRange) {
        return picture(timeBase, width, height, pixelFormat, scan, dynamicRange, fullRange, null, null);
    }

    static MediaInfo.Video picture(
            Rational timeBase,
            int width,
            int height,
            String pixelFormat,
            Scan scan,
            DynamicRange dynamicRange,
            boolean fullRange,
            @Nullable String colorPrimaries,
            @Nullable String colorMatrix) {
        return new MediaInfo.Video(
                0,
                "h264",
                null,
                width,
                height,
                0,
                new Rational(1, 1),
                pixelFormat,
                timeBase,
                null,
                scan,
                dynamicRange,
                fullRange,
                colorPrimaries,
                colorMatrix,
                null,
                null);
    }

    static VideoRendition rendition(String id, int width, int height) {
        return new VideoRendition(
                id,
                VideoCodec.H264,
                width,
                height,
                new RateControl.Crf(20, null, null),
                "ultrafast",
                null,
                "yuv420p",
                MediaInfo.DynamicRange.SDR,
                List.of());
    }

    static VideoRendition rendition(
            String id, VideoCodec codec, int width, int height, String pixelFormat, DynamicRange range) {
        String preset =
                switch (codec) {
                    case H264, HEVC -> "ultrafast";
                    case AV1 -> "8";
                    case VP9 -> "8";
                };
        return new VideoRendition(
                id,
                codec,
                width,
                height,
                new RateControl.Crf(20, null, null),
                preset,
                null,
                pixelFormat,
                range,
                List.of());
    }

    /** A chunk in the middle of a film that is one segment long. */
    static Unit.VideoChunk chunk(
            MediaInfo.Video stream,
            FrameTimes times,
            @Nullable Long seek,
            List<Integer> keyFrames,
            VideoRendition... renditions) {
        return new Unit.VideoChunk(
                "video-h264",
                1,
                3,
                stream,
                times,
                seek,
                0,
                1_024,
                1,
                List.of(times.count()),
                keyFrames,
                false,
                List.of(renditions),
                null);
    }

    static Unit.AudioTrack sound(int channels, int sampleRate, long originUs, long endUs) {
        MediaInfo.Audio stream = new MediaInfo.Audio(1, "aac", 48_000, channels, null, null, AudioRole.MAIN, null);
        AudioRendition a1 = new AudioRendition(
                "a1", stream, AudioCodec.AAC, 64_000, sampleRate, channels, null, AudioRole.MAIN, null);
        return new Unit.AudioTrack("a1", 0, 1, a1, originUs, endUs, 2_000);
    }

    static SegmentsReady ready(String videoId, String container, long sourceBytes, Unit unit) {
        Source source = new Source(new ObjectRef("originals", videoId + "/g1/source"), sourceBytes, null);
        return new SegmentsReady(
                videoId, 1, new Job("film", null, null, null), source, container, unit, unit.renditionIds());
    }
}
