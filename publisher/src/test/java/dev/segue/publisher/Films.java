package dev.segue.publisher;

import dev.segue.contract.AudioRole;
import dev.segue.contract.Job;
import dev.segue.contract.MediaInfo;
import dev.segue.contract.ObjectRef;
import dev.segue.contract.Rendition;
import dev.segue.contract.RenditionComplete;
import dev.segue.contract.Segment;
import dev.segue.contract.StoredObject;
import dev.segue.storage.ObjectKeys;
import dev.segue.storage.ObjectStore;
import java.util.List;

/** Complete renditions of ten seconds, and their objects. */
final class Films {
    static final String BUCKET = "vod";
    private static final List<String> ALL = List.of("v720", "v360", "a1");
    private static final Job JOB = new Job("Holiday", null, null, "ada");

    private Films() {}

    static List<RenditionComplete> film(String videoId, int generation) {
        return List.of(
                complete(
                        videoId,
                        generation,
                        new Rendition.Video("v720", "h264", "avc1.64001f", 1280, 720, MediaInfo.DynamicRange.SDR),
                        12_800,
                        3000),
                complete(
                        videoId,
                        generation,
                        new Rendition.Video("v360", "h264", "avc1.64001e", 640, 360, MediaInfo.DynamicRange.SDR),
                        12_800,
                        1000),
                complete(
                        videoId,
                        generation,
                        new Rendition.Audio("a1", "aac", "mp4a.40.2", 48_000, 2, "eng", AudioRole.MAIN),
                        48_000,
                        500));
    }

    private static RenditionComplete complete(
            String videoId, int generation, Rendition rendition, long timescale, long bytes) {
        List<Segment> segments = List.of(
                new Segment(0, 0, 4 * timescale, new StoredObject(bytes, "aa")),
                new Segment(1, 4 * timescale, 4 * timescale, new StoredObject(bytes + 1, "bb")),
                new Segment(2, 8 * timescale, 2 * timescale, new StoredObject(bytes / 2, "cc")));
        return new RenditionComplete(
                videoId,
                generation,
                JOB,
                rendition,
                timescale,
                new StoredObject(700, "dd"),
                250,
                segments,
                ALL,
                null,
                null,
                null,
                List.of());
    }

    /** Puts the objects there that encoders have written by then. */
    static void store(ObjectStore store, List<RenditionComplete> film) {
        for (RenditionComplete r : film) {
            String id = r.rendition().id();
            put(store, ObjectKeys.init(r.videoId(), r.generation(), id), r.init());
            for (Segment segment : r.segments()) {
                put(store, ObjectKeys.segment(r.videoId(), r.generation(), id, segment.number()), segment.object());
            }
        }
    }

    private static void put(ObjectStore store, String key, StoredObject object) {
        store.put(new ObjectRef(BUCKET, key), new byte[(int) object.bytes()], "video/mp4");
    }
}
