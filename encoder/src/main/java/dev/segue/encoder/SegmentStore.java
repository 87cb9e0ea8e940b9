package dev.segue.encoder;

import dev.segue.contract.Loudness;
import dev.segue.contract.ObjectRef;
import dev.segue.contract.Segment;
import dev.segue.contract.SegmentEncoded;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.StoredObject;
import dev.segue.media.cmaf.AudioSegments;
import dev.segue.media.cmaf.CodecString;
import dev.segue.media.cmaf.MalformedMp4Exception;
import dev.segue.media.cmaf.MediaSegment;
import dev.segue.stage.Lease;
import dev.segue.storage.ObjectKeys;
import dev.segue.storage.ObjectMissingException;
import dev.segue.storage.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes segments to their final keys, each once: an object that is there already stays, and what is said is what is there. A
 * unit that runs twice can therefore never change what somebody has been told of.
 */
public final class SegmentStore {
    private static final String VIDEO_MP4 = "video/mp4";
    private static final String ISO_SEGMENT = "video/iso.segment";

    private final ObjectStore store;
    private final String bucket;
    private final StoredInits inits;

    SegmentStore(ObjectStore store, String bucket) {
        this(store, bucket, System::nanoTime);
    }

    /** @param nanos as {@link System#nanoTime} */
    SegmentStore(ObjectStore store, String bucket, LongSupplier nanos) {
        this.store = store;
        this.bucket = bucket;
        this.inits = new StoredInits(nanos);
    }

    /**
     * The init segment that is stored for a rendition, if there is one, is the same: before anything is stored, so that another
     * encoder may still make the unit.
     */
    void requireSameInit(SegmentsReady event, String rendition, byte[] init) throws IOException, GateViolation {
        ObjectRef object = initOf(event, rendition);
        StoredObject stored = inits.get(object);
        if (stored == null) {
            try (InputStream in = store.read(object)) {
                stored = describe(in.readAllBytes());
                inits.put(object, stored);
            } catch (ObjectMissingException firstUnit) {
                return;
            }
        }
        requireSame(stored, describe(init));
    }

    private ObjectRef initOf(SegmentsReady event, String rendition) {
        return new ObjectRef(bucket, ObjectKeys.init(event.videoId(), event.generation(), rendition));
    }

    private static void requireSame(StoredObject stored, StoredObject ours) throws GateViolation {
        if (!stored.equals(ours)) {
            throw new GateViolation(
                    GateViolation.Code.INIT_DIFFERS, "SHA-256 of the init segment", stored.sha256(), ours.sha256());
        }
    }

    /**
     * Begins a unit's part of a rendition.
     *
     * @param init the init segment that goes with the unit's segments
     * @param lease asked before each write, so that a worker which lost the unit does not go on filling the store
     */
    public Writer writer(SegmentsReady event, String rendition, byte[] init, long timescale, Lease lease)
            throws IOException, GateViolation, MalformedMp4Exception {
        lease.require();
        ObjectRef object = initOf(event, rendition);
        StoredObject stored = inits.get(object);
        if (stored == null) {
            stored = keep(object, init, VIDEO_MP4, lease);
            inits.put(object, stored);
        }
        requireSame(stored, describe(init));
        return new Writer(event, rendition, CodecString.of(init), timescale, stored, lease);
    }

    /** Takes the unit's segments of one rendition one after the other. */
    public final class Writer implements AudioSegments.Sink<IOException> {
        private final SegmentsReady event;
        private final String rendition;
        private final String codecs;
        private final long timescale;
        private final StoredObject init;
        private final Lease lease;
        private final List<Segment> segments = new ArrayList<>();
        private long samples;

        private Writer(
                SegmentsReady event, String rendition, String codecs, long timescale, StoredObject init, Lease lease) {
            this.event = event;
            this.rendition = rendition;
            this.codecs = codecs;
            this.timescale = timescale;
            this.init = init;
            this.lease = lease;
        }

        @Override
        public void accept(MediaSegment s) throws IOException {
            String key = ObjectKeys.segment(event.videoId(), event.generation(), rendition, s.number());
            StoredObject object = keep(new ObjectRef(bucket, key), s.bytes(), ISO_SEGMENT, lease);
            segments.add(new Segment(s.number(), s.start(), s.duration(), object));
            samples += s.samples();
        }

        /** What was stored. */
        public SegmentEncoded.Output output() {
            return output(null);
        }

        SegmentEncoded.Output output(@Nullable Loudness loudness) {
            return new SegmentEncoded.Output(rendition, codecs, timescale, init, samples, segments, loudness);
        }
    }

    private StoredObject keep(ObjectRef object, byte[] bytes, String contentType, Lease lease) throws IOException {
        lease.require();
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
