package dev.segue.assembler;

import dev.segue.contract.AudioCodec;
import dev.segue.contract.AudioRendition;
import dev.segue.contract.AudioRole;
import dev.segue.contract.Event;
import dev.segue.contract.FrameTimes;
import dev.segue.contract.Job;
import dev.segue.contract.Loudness;
import dev.segue.contract.MediaInfo;
import dev.segue.contract.ObjectRef;
import dev.segue.contract.Prediction;
import dev.segue.contract.Quality;
import dev.segue.contract.QualityCheck;
import dev.segue.contract.QualityMeasured;
import dev.segue.contract.QualityMetric;
import dev.segue.contract.RateControl;
import dev.segue.contract.Rational;
import dev.segue.contract.Segment;
import dev.segue.contract.SegmentEncoded;
import dev.segue.contract.SegmentEncoded.Output;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.Source;
import dev.segue.contract.StoredObject;
import dev.segue.contract.Unit;
import dev.segue.contract.VideoCodec;
import dev.segue.contract.VideoRendition;
import dev.segue.contract.Warning;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The events of a film of two pictures in chunks of two segments each, and one sound track. */
record Film(
        String videoId,
        int generation,
        int chunks,
        @Nullable QualityCheck quality) {
    static final Prediction PREDICTED = new Prediction(QualityMetric.SSIM, 961_000, 2_000_000);

    static final String TRACK = "video-h264";
    static final long TIMESCALE = 12_800;
    static final long DURATION = 51_200;
    static final List<String> RENDITIONS = List.of("v720", "v360", "a1");
    static final StoredObject INIT = new StoredObject(837, "1".repeat(64));

    static final Loudness LOUDNESS = new Loudness(-1_870, -32, 610, -2_304, -468, Loudness.Method.LINEAR);

    private static final Job JOB = new Job("film.mp4", null, null, null);
    private static final MediaInfo.Audio SOUND =
            new MediaInfo.Audio(1, "aac", 44_100, 2, null, "deu", AudioRole.MAIN, null);
    private static final MediaInfo.Video PICTURE = new MediaInfo.Video(
            0,
            "h264",
            "High",
            1920,
            1080,
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

    Film(String videoId, int generation, int chunks) {
        this(videoId, generation, chunks, null);
    }

    /** The same, of whose pictures so many segments are compared with the source. */
    Film measured(int samples) {
        return new Film(videoId, generation, chunks, new QualityCheck(samples, 900_000));
    }

    /** The units of the picture. */
    List<SegmentsReady> announced() {
        return IntStream.range(0, chunks).mapToObj(this::chunkReady).toList();
    }

    /** Every event once, in the order in which a quiet system would state them. */
    List<Event> events() {
        List<Event> events = new ArrayList<>();
        IntStream.range(0, chunks).forEach(i -> events.add(chunkReady(i)));
        events.add(soundReady());
        IntStream.range(0, chunks).forEach(i -> events.add(chunkEncoded(i)));
        events.add(soundEncoded());
        if (quality != null) {
            quality.units(chunks).forEach(unit -> events.add(qualityMeasured(unit, 900_000 - unit * 50_000)));
        }
        return events;
    }

    SegmentsReady chunkReady(int index) {
        return chunkReady(index, chunks);
    }

    SegmentsReady chunkReady(int index, int units) {
        FrameTimes times = new FrameTimes(index * 2 * DURATION, List.of(new FrameTimes.Run(512, 200)));
        Unit chunk = new Unit.VideoChunk(
                TRACK,
                index,
                units,
                PICTURE,
                times,
                null,
                0,
                2,
                index * 2,
                List.of(100, 100),
                List.of(0, 50, 100, 150),
                index == units - 1,
                List.of(picture("v720", 1280, 720), picture("v360", 640, 360)),
                quality);
        return ready(chunk);
    }

    SegmentsReady soundReady() {
        AudioRendition a1 =
                new AudioRendition("a1", SOUND, AudioCodec.AAC, 128_000, 48_000, 2, "deu", AudioRole.MAIN, null);
        return ready(new Unit.AudioTrack("a1", 0, 1, a1, 0, 200_000, 4_000));
    }

    SegmentEncoded chunkEncoded(int index) {
        return encoded(TRACK, index, output("v720", index), output("v360", index));
    }

    SegmentEncoded soundEncoded() {
        return encoded(
                "a1", 0, new Output("a1", "mp4a.40.2", 48_000, INIT, 8, List.of(segment(0, 0, 9_600)), LOUDNESS));
    }

    /** A chunk about which there is something to say. */
    SegmentEncoded odd(int index, Warning... warnings) {
        SegmentEncoded e = chunkEncoded(index);
        return new SegmentEncoded(videoId, generation, TRACK, index, e.cpuMs(), e.outputs(), List.of(warnings));
    }

    /** @param millionths absent where it could not be measured */
    QualityMeasured qualityMeasured(int unit, @Nullable Integer millionths) {
        Quality measured = millionths == null ? null : new Quality(QualityMetric.SSIM, millionths, millionths, 1);
        return new QualityMeasured(
                videoId,
                generation,
                TRACK,
                unit,
                List.of(
                        new QualityMeasured.Sample("v720", 100, measured),
                        new QualityMeasured.Sample("v360", 100, measured)));
    }

    SegmentEncoded encoded(String track, int unit, Output... outputs) {
        return new SegmentEncoded(videoId, generation, track, unit, 1_500, List.of(outputs), List.of());
    }

    Output output(String rendition, int chunk) {
        int first = chunk * 2;
        return output(
                rendition,
                segment(first, first * DURATION, DURATION),
                segment(first + 1, (first + 1) * DURATION, DURATION));
    }

    static Output output(String rendition, Segment... segments) {
        return new Output(rendition, "avc1.64001f", TIMESCALE, INIT, 200, List.of(segments), null);
    }

    static Segment segment(int number, long start, long duration) {
        return new Segment(number, start, duration, new StoredObject(1_000 + number, "2".repeat(64)));
    }

    private SegmentsReady ready(Unit unit) {
        Source source = new Source(new ObjectRef("originals", videoId), 1, null);
        return new SegmentsReady(videoId, generation, JOB, source, "mov", unit, RENDITIONS);
    }

    private static VideoRendition picture(String id, int width, int height) {
        VideoRendition planned = new VideoRendition(
                id,
                VideoCodec.H264,
                width,
                height,
                new RateControl.Crf(21, null, null),
                "veryfast",
                null,
                "yuv420p",
                MediaInfo.DynamicRange.SDR,
                List.of());
        return planned.with(planned.rateControl(), PREDICTED);
    }
}
