package dev.segue.publisher;

import dev.segue.contract.ObjectRef;
import dev.segue.contract.RenditionComplete;
import dev.segue.contract.Segment;
import dev.segue.contract.StoredObject;
import dev.segue.media.manifest.DashManifest;
import dev.segue.media.manifest.HlsManifest;
import dev.segue.media.manifest.Track;
import dev.segue.stage.TransientFailure;
import dev.segue.storage.ObjectKeys;
import dev.segue.storage.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The objects of a version in the vod bucket. */
final class VersionObjects {
    private static final String HLS_TYPE = "application/vnd.apple.mpegurl";
    private static final String DASH_TYPE = "application/dash+xml";
    private static final String JSON_TYPE = "application/json";

    private final ObjectStore store;
    private final String bucket;
    private final VodNames names = new VodNames();

    VersionObjects(ObjectStore store, String bucket) {
        this.store = store;
        this.bucket = bucket;
    }

    /**
     * Looks whether what the manifests will name is there. Only the init segment and the first and last media segment of each
     * rendition are asked for: the encoder verified each when it wrote it, and thousands of requests would hold up long films.
     */
    void verify(List<RenditionComplete> renditions) throws TransientFailure {
        for (RenditionComplete rendition : renditions) {
            String id = rendition.rendition().id();
            List<Segment> segments = rendition.segments();
            verify(ObjectKeys.init(rendition.videoId(), rendition.generation(), id), rendition.init());
            for (Segment segment : List.of(segments.get(0), segments.get(segments.size() - 1))) {
                String key = ObjectKeys.segment(rendition.videoId(), rendition.generation(), id, segment.number());
                verify(key, segment.object());
            }
        }
    }

    private void verify(String key, StoredObject expected) throws TransientFailure {
        ObjectRef object = new ObjectRef(bucket, key);
        Optional<ObjectStore.Info> found = store.head(object);
        if (found.isEmpty()) {
            throw new TransientFailure("object-missing", object + " should be there but is not");
        }
        if (found.get().bytes() != expected.bytes()) {
            throw new IllegalStateException(object + " should have " + expected.bytes() + " bytes but has "
                    + found.get().bytes());
        }
    }

    /** Writes all playlists and manifests; nobody sees them before the pointer names them. */
    void writeManifests(String videoId, int generation, List<Track> tracks) {
        for (Track track : tracks) {
            String key = ObjectKeys.version(videoId, generation)
                    + ObjectKeys.mediaPlaylistName(track.rendition().id());
            put(key, HlsManifest.media(track, names), HLS_TYPE);
        }
        put(ObjectKeys.dash(videoId, generation), DashManifest.write(tracks, names), DASH_TYPE);
        put(ObjectKeys.hls(videoId, generation), HlsManifest.multivariant(tracks, names), HLS_TYPE);
    }

    private void put(String key, String text, String contentType) {
        store.put(new ObjectRef(bucket, key), text.getBytes(StandardCharsets.UTF_8), contentType);
    }

    /**
     * Makes a version the visible one, unless a newer one is. Written only over what was looked at: a publisher that was frozen
     * in between, and whose row lock PostgreSQL gave up, would otherwise hide a newer version for ever.
     *
     * @return whether it now is
     */
    boolean point(Pointer pointer) {
        ObjectRef object = new ObjectRef(bucket, ObjectKeys.pointer(pointer.videoId()));
        while (true) {
            Optional<ObjectStore.Info> there = store.head(object);
            if (there.isEmpty()) {
                if (store.putIfAbsent(object, pointer.toJson(), JSON_TYPE)) {
                    return true;
                }
            } else {
                byte[] json = store.read(object, 0, Math.toIntExact(there.get().bytes()));
                if (Pointer.of(json).version() > pointer.version()) {
                    return false;
                }
                if (store.replace(object, json, pointer.toJson(), JSON_TYPE)) {
                    return true;
                }
            }
        }
    }
}
