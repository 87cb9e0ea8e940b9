package dev.segue.ops;

import dev.segue.contract.AudioCodec;
import dev.segue.contract.AudioRendition;
import dev.segue.contract.AudioRole;
import dev.segue.contract.Event;
import dev.segue.contract.EventType;
import dev.segue.contract.Forecast;
import dev.segue.contract.FrameTimes;
import dev.segue.contract.Job;
import dev.segue.contract.MediaInfo;
import dev.segue.contract.ObjectRef;
import dev.segue.contract.Omission;
import dev.segue.contract.Plan;
import dev.segue.contract.Probed;
import dev.segue.contract.Published;
import dev.segue.contract.RateControl;
import dev.segue.contract.Rational;
import dev.segue.contract.Rejected;
import dev.segue.contract.RejectionCode;
import dev.segue.contract.Rendition;
import dev.segue.contract.RenditionComplete;
import dev.segue.contract.Scanned;
import dev.segue.contract.Segment;
import dev.segue.contract.SegmentEncoded;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.Source;
import dev.segue.contract.StoredObject;
import dev.segue.contract.Unit;
import dev.segue.contract.UploadComplete;
import dev.segue.contract.VideoCodec;
import dev.segue.contract.VideoRendition;
import dev.segue.contract.Warning;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * All that is said about one film of 24 s: two renditions of the picture in three chunks of 8 s (two segments of 4 s each), and
 * one sound track. A second lies between any two records.
 */
public final class Story {
    public static final Instant BEGIN = Instant.parse("2026-11-01T12:00:00Z");
    private static final String SHA = "0".repeat(64);

    private final String videoId;
    private final int generation;
    private final Job job = new Job("film.mp4", null, null, null);
    private final Source source;
    private final MediaInfo.Video picture = new MediaInfo.Video(
            0,
            "h264",
            null,
            1280,
            720,
            0,
            new Rational(1, 1),
            "yuv420p",
            new Rational(1, 25),
            new Rational(25, 1),
            MediaInfo.Scan.PROGRESSIVE,
            MediaInfo.DynamicRange.SDR,
            false,
            "bt709",
            "bt709",
            null,
            null);
    private final MediaInfo.Audio sound = new MediaInfo.Audio(1, "aac", 48_000, 2, null, null, AudioRole.MAIN, null);
    private final List<VideoRendition> ladder = List.of(rung("v360", 360), rung("v1080", 1080));
    private final AudioRendition stereo =
            new AudioRendition("a1", sound, AudioCodec.AAC, 128_000, 48_000, 2, null, AudioRole.MAIN, null);
    private final List<String> all = List.of("v360", "v1080", "a1");

    public Story(String videoId, int generation) {
        this.videoId = videoId;
        this.generation = generation;
        this.source = new Source(new ObjectRef("originals", videoId + "/source"), 1_000, SHA);
    }

    private static VideoRendition rung(String id, int height) {
        return new VideoRendition(
                id,
                VideoCodec.H264,
                height * 16 / 9 / 2 * 2,
                height,
                new RateControl.Crf(23, null, null),
                "fast",
                null,
                "yuv420p",
                MediaInfo.DynamicRange.SDR,
                List.of());
    }

    public List<Event> events() {
        List<Event> events = new ArrayList<>();
        events.add(uploaded());
        events.add(new Scanned(videoId, generation, job, source, "mov", List.of(new Scanned.Check("content", "mp4"))));
        events.add(probed());
        for (int i = 0; i < 3; i++) {
            events.add(chunkReady(i));
        }
        events.add(soundReady());
        for (int i = 0; i < 3; i++) {
            events.add(chunkEncoded(i));
        }
        events.add(soundEncoded());
        all.forEach(id -> events.add(complete(id)));
        events.add(published());
        return events;
    }

    public UploadComplete uploaded() {
        return new UploadComplete(videoId, generation, job, source);
    }

    public Probed probed() {
        return new Probed(
                videoId,
                generation,
                job,
                source,
                new MediaInfo("mov", 24_000_000, List.of(picture), List.of(sound)),
                new Plan(
                        "standard",
                        4_000,
                        2_000,
                        new Plan.VideoPlan(picture, ladder, null, null),
                        List.of(stereo),
                        List.of(new Omission("v2160", "upscaling", "The picture has 720 lines."))),
                List.of(new Warning("rotated", "The picture is turned.")));
    }

    public Forecast forecast(Instant encodedBy) {
        return new Forecast(videoId, generation, 10_000, 5_000, encodedBy);
    }

    public SegmentsReady chunkReady(int chunk) {
        return chunkReady(chunk, 3);
    }

    /** As if the film had so many chunks. */
    public SegmentsReady chunkReady(int chunk, int of) {
        Unit unit = new Unit.VideoChunk(
                "video-h264",
                chunk,
                of,
                picture,
                new FrameTimes(chunk * 200L, List.of(new FrameTimes.Run(1, 200))),
                null,
                0,
                2,
                chunk * 2,
                List.of(100, 100),
                List.of(0, 50, 100, 150),
                chunk == of - 1,
                ladder,
                null);
        return new SegmentsReady(videoId, generation, job, source, "mov", unit, all);
    }

    public SegmentsReady soundReady() {
        return new SegmentsReady(
                videoId,
                generation,
                job,
                source,
                "mov",
                new Unit.AudioTrack("a1", 0, 1, stereo, 0, 24_000_000, 4_000),
                all);
    }

    public SegmentEncoded chunkEncoded(int chunk) {
        List<Segment> segments = List.of(segment(chunk * 2, 100), segment(chunk * 2 + 1, 100));
        return new SegmentEncoded(
                videoId,
                generation,
                "video-h264",
                chunk,
                1_500,
                ladder.stream()
                        .map(r -> new SegmentEncoded.Output(r.id(), "avc1.64001f", 25, stored(), 200, segments, null))
                        .toList(),
                List.of());
    }

    public SegmentEncoded soundEncoded() {
        List<Segment> segments =
                IntStream.range(0, 6).mapToObj(i -> segment(i, 192_000)).toList();
        return new SegmentEncoded(
                videoId,
                generation,
                "a1",
                0,
                1_500,
                List.of(new SegmentEncoded.Output("a1", "mp4a.40.2", 48_000, stored(), 1_125, segments, null)),
                List.of());
    }

    public RenditionComplete complete(String id) {
        return new RenditionComplete(
                videoId,
                generation,
                job,
                rendition(id),
                25,
                stored(),
                600,
                List.of(segment(0, 600)),
                all,
                null,
                null,
                null,
                id.equals("v360") ? List.of(new Warning("freeze", "The picture stands still.")) : List.of());
    }

    public Published published() {
        return new Published(
                videoId,
                generation,
                job,
                "https://vod.example/" + videoId + "/master.m3u8",
                "https://vod.example/" + videoId + "/manifest.mpd",
                24_000_000,
                all.stream()
                        .map(id -> new Published.Made(rendition(id), 1_000, 600, 6, 1_000, 900))
                        .toList());
    }

    public Rejected rejected() {
        return new Rejected(
                videoId, generation, "prober", RejectionCode.NO_VIDEO_STREAM, "There is no picture in it.", Map.of());
    }

    /** Each event on its topic, a second after the one before. */
    public List<EventRecord> records() {
        List<EventRecord> records = new ArrayList<>();
        for (Event event : events()) {
            records.add(said(event, records.size()));
        }
        return records;
    }

    public static EventRecord said(Event event, int second) {
        return new EventRecord.Stated(EventType.of(event).topic(), event, BEGIN.plusSeconds(second));
    }

    public static EventRecord.DeadLetter givenUp(Event event, String stage, int second) {
        String topic = EventType.of(event).topic();
        return new EventRecord.DeadLetter(
                topic + ".dlq",
                topic,
                event.videoId(),
                event,
                stage,
                "store-unavailable",
                "the store did not answer",
                BEGIN.plusSeconds(second));
    }

    private static Rendition rendition(String id) {
        return id.startsWith("v")
                ? new Rendition.Video(id, "h264", "avc1.64001f", 640, 360, MediaInfo.DynamicRange.SDR)
                : new Rendition.Audio(id, "aac", "mp4a.40.2", 48_000, 2, null, AudioRole.MAIN);
    }

    private static Segment segment(int number, long duration) {
        return new Segment(number, number * duration, duration, stored());
    }

    private static StoredObject stored() {
        return new StoredObject(10, SHA);
    }
}
