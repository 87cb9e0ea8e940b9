package dev.segue.encoder;

import dev.segue.contract.ObjectRef;
import dev.segue.contract.Segment;
import dev.segue.contract.SegmentEncoded;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.StoredObject;
import dev.segue.media.cmaf.CodecString;
import dev.segue.media.cmaf.FragmentedMp4;
import dev.segue.media.cmaf.MalformedMp4Exception;
import dev.segue.media.cmaf.MediaSegment;
import dev.segue.storage.ObjectKeys;
import dev.segue.storage.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Writes segments to their final keys, each once: an object that is there already stays, and what is said is what is there. A
 * unit that runs twice can therefore never change what somebody has been told of.
 */
final class SegmentStore {
    private static final String VIDEO_MP4 = "video/mp4";
    private static final String ISO_SEGMENT = "video/iso.segment";

    private final ObjectStore store;
    private final String bucket;

    SegmentStore(ObjectStore store, String bucket) {
        this.store = store;
        this.bucket = bucket;
    }

    SegmentEncoded.Output store(SegmentsReady event, String rendition, FragmentedMp4 mp4, List<MediaSegment> cut)
            throws IOException, GateViolation, MalformedMp4Exception {
        byte[] init = mp4.init();
        String initKey = ObjectKeys.init(event.videoId(), event.generation(), rendition);
        StoredObject ours = describe(init);
        StoredObject stored = keep(new ObjectRef(bucket, initKey), init, VIDEO_MP4);
        if (!stored.equals(ours)) {
            throw new GateViolation(
                    "init-differs",
                    "the rendition's init segment has SHA-256 " + stored.sha256() + " but this unit's has "
                            + ours.sha256());
        }
        List<Segment> segments = new ArrayList<>();
        long samples = 0;
        for (MediaSegment s : cut) {
            String key = ObjectKeys.segment(event.videoId(), event.generation(), rendition, s.number());
            StoredObject object = keep(new ObjectRef(bucket, key), s.bytes(), ISO_SEGMENT);
            segments.add(new Segment(s.number(), s.start(), s.duration(), object));
            samples += s.samples();
        }
        return new SegmentEncoded.Output(rendition, CodecString.of(init), mp4.timescale(), stored, samples, segments);
    }

    private StoredObject keep(ObjectRef object, byte[] bytes, String contentType) throws IOException {
        if (store.putIfAbsent(object, bytes, contentType)) {
            return describe(bytes);
        }
        try (InputStream in = store.read(object)) {
            return describe(in.readAllBytes());
        }
    }

    private static StoredObject describe(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return new StoredObject(bytes.length, HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
