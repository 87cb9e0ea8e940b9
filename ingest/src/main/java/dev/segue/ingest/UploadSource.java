package dev.segue.ingest;

import dev.segue.contract.Job;
import dev.segue.contract.ObjectRef;
import dev.segue.contract.Source;
import dev.segue.contract.UploadComplete;
import dev.segue.stage.EventPublisher;
import dev.segue.stage.TransientFailure;
import dev.segue.storage.Buckets;
import dev.segue.storage.ObjectExistsException;
import dev.segue.storage.ObjectKeys;
import dev.segue.storage.ObjectStore;
import dev.segue.storage.ObjectStore.Stored;
import dev.segue.storage.ObjectTooLargeException;
import dev.segue.storage.StoreUnavailableException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores a film in quarantine while it arrives, then says so. The same film under the same id may be sent any number of times:
 * it is stored once and stated under one event id.
 */
final class UploadSource {
    private static final Logger LOG = LoggerFactory.getLogger(UploadSource.class);
    private static final String STAGE = "ingest";
    private static final int FIRST_GENERATION = 1;
    /** What the sender calls it would mislead readers of the bucket, and stores refuse some types. */
    private static final String ANY_BYTES = "application/octet-stream";

    private final ObjectStore store;
    private final Buckets buckets;
    private final EventPublisher events;
    private final VideoIds ids;
    private final long maxBytes;

    UploadSource(ObjectStore store, Buckets buckets, EventPublisher events, VideoIds ids, long maxBytes) {
        this.store = store;
        this.buckets = buckets;
        this.events = events;
        this.ids = ids;
        this.maxBytes = maxBytes;
    }

    /**
     * Takes one film.
     *
     * @param body the film's bytes
     * @param announcedBytes how many the sender says there are, -1 when it does not
     * @param wanted the video's id, absent for a new one
     * @param cause the {@code traceparent} that came with it, absent to begin a trace
     */
    UploadResult upload(
            InputStream body, long announcedBytes, @Nullable String wanted, Job job, @Nullable String cause) {
        String videoId = wanted == null ? ids.next() : wanted;
        ObjectRef quarantined = new ObjectRef(buckets.quarantine(), ObjectKeys.source(videoId, FIRST_GENERATION));
        try {
            // Made only for its check of the id, which is to come before the hours that the bytes may take.
            new UploadComplete(videoId, FIRST_GENERATION, job, new Source(quarantined, 0, null));
        } catch (IllegalArgumentException e) {
            return new UploadResult.Refused(e.getMessage() + ".");
        }
        if (announcedBytes > maxBytes) {
            return new UploadResult.TooLarge(maxBytes);
        }
        try {
            // An id that was just made cannot be taken.
            Optional<ObjectRef> earlier = wanted == null ? Optional.empty() : earlier(videoId, quarantined);
            if (earlier.isPresent()) {
                return again(body, videoId, job, earlier.get(), cause);
            }
            if (wanted != null && isPublished(videoId)) {
                return new UploadResult.Conflict(videoId);
            }
            Stored stored = store.putStreamIfAbsent(quarantined, body, ANY_BYTES, maxBytes);
            return state(videoId, job, new Source(quarantined, stored.bytes(), stored.sha256()), cause);
        } catch (ObjectExistsException e) {
            return new UploadResult.Conflict(videoId);
        } catch (ObjectTooLargeException e) {
            return new UploadResult.TooLarge(maxBytes);
        } catch (UncheckedIOException e) {
            LOG.atInfo().addKeyValue("videoId", videoId).log("upload broke off");
            return new UploadResult.BrokenOff();
        } catch (StoreUnavailableException e) {
            LOG.atWarn().addKeyValue("videoId", videoId).setCause(e).log("upload failed");
            return new UploadResult.Unavailable(videoId, "the object store");
        }
    }

    /** The film as it came, or as a run of it keeps it: all generations of a video are of the same bytes. */
    private Optional<ObjectRef> earlier(String videoId, ObjectRef quarantined) {
        if (store.head(quarantined).isPresent()) {
            return Optional.of(quarantined);
        }
        return store.list(buckets.originals(), videoId + "/").stream()
                .findFirst()
                .map(key -> new ObjectRef(buckets.originals(), key));
    }

    private UploadResult again(InputStream body, String videoId, Job job, ObjectRef earlier, @Nullable String cause) {
        Optional<Stored> same = SameBytes.compare(body, store, earlier);
        if (same.isEmpty()) {
            return new UploadResult.Conflict(videoId);
        }
        Source source = new Source(earlier, same.get().bytes(), same.get().sha256());
        // What is only among the originals was stated and scanned; stated again, it would be looked for in quarantine.
        boolean known = !earlier.bucket().equals(buckets.quarantine()) || isPublished(videoId);
        return known ? accepted(videoId, source) : state(videoId, job, source, cause);
    }

    /** Whether a version is served: once its run is forgotten, the same generation made anew would write into that version. */
    private boolean isPublished(String videoId) {
        return store.head(new ObjectRef(buckets.vod(), ObjectKeys.pointer(videoId)))
                .isPresent();
    }

    private UploadResult state(String videoId, Job job, Source source, @Nullable String cause) {
        try {
            events.publish(STAGE, List.of(new UploadComplete(videoId, FIRST_GENERATION, job, source)), cause);
        } catch (TransientFailure e) {
            LOG.atWarn().addKeyValue("videoId", videoId).setCause(e).log("upload failed");
            return new UploadResult.Unavailable(videoId, "Kafka");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new UploadResult.Unavailable(videoId, "this server, which stops,");
        }
        return accepted(videoId, source);
    }

    private static UploadResult accepted(String videoId, Source source) {
        LOG.atInfo()
                .addKeyValue("videoId", videoId)
                .addKeyValue("bytes", source.sizeBytes())
                .log("upload accepted");
        return new UploadResult.Accepted(videoId, FIRST_GENERATION, source);
    }
}
