package dev.segue.contract;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One believable event of every kind: a holiday film of ten seconds in 1080p25 with a German sound track. */
final class Samples {
    static final String VIDEO = "0199f3c2-7d1e-7a40-9c55-2f1d6c0b8e11";
    static final String SHA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    static final Job JOB = new Job("Urlaub am See.mp4", "standard", Priority.HIGH, "editorial");
    static final Source UPLOAD = new Source(new ObjectRef("quarantine", VIDEO + "/g1/source"), 18_874_368, null);
    static final Source ORIGINAL = new Source(new ObjectRef("originals", VIDEO + "/g1/source"), 18_874_368, SHA);
    static final MediaInfo.Video PICTURE = new MediaInfo.Video(
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
    static final MediaInfo.Audio SOUND =
            new MediaInfo.Audio(1, "aac", 44_100, 2, "stereo", "deu", AudioRole.MAIN, "Original");
    static final VideoRendition V720 = new VideoRendition(
            "v720",
            VideoCodec.H264,
            1280,
            720,
            new RateControl.Crf(21, 3_000_000L, 6_000_000L),
            "veryfast",
            null,
            "yuv420p",
            MediaInfo.DynamicRange.SDR,
            List.of("bframes=3"));
    static final VideoRendition V360 = new VideoRendition(
            "v360",
            VideoCodec.H264,
            640,
            360,
            new RateControl.Crf(23, null, null),
            "veryfast",
            null,
            "yuv420p",
            MediaInfo.DynamicRange.SDR,
            List.of());
    static final AudioRendition A1 = new AudioRendition(
            "a1", SOUND, AudioCodec.AAC, 128_000, 48_000, 2, "deu", AudioRole.MAIN, new LoudnessTarget(-2_300, -100));
    static final List<String> RENDITIONS = List.of("v720", "v360", "a1");
    static final StoredObject INIT = new StoredObject(837, SHA);

    static final Prediction PREDICTED = new Prediction(QualityMetric.SSIM, 960_412, 1_874_000);
    static final QualityCheck QUALITY = new QualityCheck(3, 950_000);

    private Samples() {}

    /** File name to event; the first of a kind carries the topic's name. */
    static Map<String, Event> all() {
        Map<String, Event> all = new LinkedHashMap<>();
        all.put("upload-complete", new UploadComplete(VIDEO, 1, JOB, UPLOAD));
        all.put("scanned", scanned());
        all.put("probed", probed());
        all.put("segments-ready", segmentsReady());
        all.put("segments-ready-audio", new SegmentsReady(VIDEO, 1, JOB, ORIGINAL, "mov", track(), RENDITIONS));
        all.put("segment-encoded", segmentEncoded());
        all.put("quality-requested", new QualityRequested(VIDEO, 1, ORIGINAL, "mov", chunk()));
        all.put("quality-measured", qualityMeasured());
        all.put("rendition-complete", renditionComplete(v720()));
        all.put("rendition-complete-audio", renditionComplete(a1()));
        all.put("published", published());
        all.put("rejected", rejected());
        all.put("forecast", new Forecast(VIDEO, 1, 42_000, 180_000, Instant.parse("2026-11-01T12:03:51.500Z")));
        all.put("cancel", new Cancel(VIDEO, 1, "Uploaded by mistake."));
        all.put("prioritize", new Prioritize(VIDEO, 1, Priority.URGENT, Instant.parse("2026-11-01T12:00:00Z")));
        return all;
    }

    static Rendition v720() {
        return new Rendition.Video("v720", "h264", "avc1.64001f", 1280, 720, MediaInfo.DynamicRange.SDR);
    }

    static Rendition a1() {
        return new Rendition.Audio("a1", "aac", "mp4a.40.2", 48_000, 2, "deu", AudioRole.MAIN);
    }

    static Unit.VideoChunk chunk() {
        return new Unit.VideoChunk(
                "video-h264",
                1,
                2,
                PICTURE,
                new FrameTimes(102_400, List.of(new FrameTimes.Run(512, 50))),
                51_200L,
                0,
                1024,
                2,
                List.of(50),
                List.of(0),
                true,
                List.of(V720.with(new RateControl.Crf(23, 3_000_000L, 6_000_000L), PREDICTED), V360),
                QUALITY);
    }

    static Unit track() {
        return new Unit.AudioTrack("a1", 0, 1, A1, 0, 10_000_000, 4_000);
    }

    private static SegmentsReady segmentsReady() {
        Omission v480 = new Omission("v480", "close-bit-rate", "It would need nearly the bit rate of v720.");
        return new SegmentsReady(VIDEO, 1, JOB, ORIGINAL, "mov", chunk(), RENDITIONS, List.of(v480));
    }

    private static Scanned scanned() {
        List<Scanned.Check> checks = List.of(
                new Scanned.Check("size", "18.9 MB"), new Scanned.Check("content", "mov, as its first bytes show"));
        return new Scanned(VIDEO, 1, JOB, ORIGINAL, "mov", checks);
    }

    private static Probed probed() {
        MediaInfo media = new MediaInfo("mov,mp4,m4a,3gp,3g2,mj2", 10_000_000, List.of(PICTURE), List.of(SOUND));
        Plan plan = new Plan(
                "standard",
                4_000,
                2_000,
                new Plan.VideoPlan(PICTURE, List.of(V720, V360), new PerTitle(960_000, 18, 32), QUALITY),
                List.of(A1),
                List.of(new Omission("v1080", "upscaling", "The picture has 720 lines.")));
        return new Probed(
                VIDEO, 1, JOB, ORIGINAL, media, plan, List.of(new Warning("EDIT_LIST", "An edit list is used.")));
    }

    private static SegmentEncoded segmentEncoded() {
        List<SegmentEncoded.Output> outputs = List.of(
                new SegmentEncoded.Output("v720", "avc1.64001f", 12_800, INIT, 50, List.of(segment(2)), null),
                new SegmentEncoded.Output("v360", "avc1.64001e", 12_800, INIT, 50, List.of(segment(2)), null));
        return new SegmentEncoded(VIDEO, 1, "video-h264", 1, 1_500, outputs, List.of());
    }

    private static QualityMeasured qualityMeasured() {
        Quality v720 = new Quality(QualityMetric.SSIM, 971_204, 971_204, 1);
        return new QualityMeasured(
                VIDEO,
                1,
                "video-h264",
                1,
                List.of(new QualityMeasured.Sample("v720", 50, v720), new QualityMeasured.Sample("v360", 50, null)));
    }

    private static RenditionComplete renditionComplete(Rendition rendition) {
        return new RenditionComplete(
                VIDEO,
                1,
                JOB,
                rendition,
                12_800,
                INIT,
                250,
                List.of(segment(0), segment(1), segment(2)),
                RENDITIONS,
                rendition instanceof Rendition.Audio
                        ? new Loudness(-1_870, -32, 610, -2_304, -468, Loudness.Method.LINEAR)
                        : null,
                rendition instanceof Rendition.Video ? new Quality(QualityMetric.SSIM, 971_204, 968_110, 3) : null,
                rendition instanceof Rendition.Video ? PREDICTED : null,
                List.of(new Stretch(Stretch.Kind.FREEZE, 2_000_000, 4_500_000).warning()));
    }

    private static Published published() {
        String base = "https://vod.example.org/" + VIDEO + "/v1/";
        return new Published(
                VIDEO,
                1,
                JOB,
                base + "master.m3u8",
                base + "manifest.mpd",
                10_000_000,
                List.of(new Published.Made(v720(), 3_211_264, 250, 3, 2_950_112, 2_569_011)));
    }

    private static Rejected rejected() {
        return new Rejected(
                VIDEO,
                1,
                "prober",
                RejectionCode.NO_VIDEO_STREAM,
                "The file holds sound only; upload a film with a picture.",
                Map.of("streams", "1", "container", "mp3"));
    }

    private static Segment segment(int number) {
        return new Segment(
                number, number * 51_200L, number < 2 ? 51_200 : 25_600, new StoredObject(1_048_576 + number, SHA));
    }
}
