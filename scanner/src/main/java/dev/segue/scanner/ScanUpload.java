package dev.segue.scanner;

import dev.segue.contract.ObjectRef;
import dev.segue.contract.RejectionCode;
import dev.segue.contract.Scanned;
import dev.segue.contract.Scanned.Check;
import dev.segue.contract.Source;
import dev.segue.contract.UploadComplete;
import dev.segue.stage.Outcome;
import dev.segue.stage.StageHandler;
import dev.segue.stage.TransientFailure;
import dev.segue.stage.Work;
import dev.segue.storage.ObjectKeys;
import dev.segue.storage.ObjectMissingException;
import dev.segue.storage.ObjectStore;
import dev.segue.storage.StoreUnavailableException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Refuses what is not a film, and keeps what is one among the originals. */
final class ScanUpload implements StageHandler<UploadComplete> {
    private static final String TAKEN =
            "Segue takes MP4, MOV, Matroska, WebM, MPEG-TS, MPEG-PS, AVI, FLV, ASF/WMV, MXF, Ogg" + " and RealMedia.";

    private final ObjectStore store;
    private final String originals;
    private final List<String> allowedBuckets;
    private final long maxBytes;

    ScanUpload(ObjectStore store, String originals, List<String> allowedBuckets, long maxBytes) {
        this.store = store;
        this.originals = originals;
        this.allowedBuckets = List.copyOf(allowedBuckets);
        this.maxBytes = maxBytes;
    }

    @Override
    public Outcome handle(UploadComplete event, Work work) throws TransientFailure, IOException, InterruptedException {
        try {
            return scan(event, work);
        } catch (StoreUnavailableException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException(
                        "stopped while scanning " + event.source().object());
            }
            throw new TransientFailure(
                    "store-unavailable", "cannot scan " + event.source().object(), e);
        }
    }

    private Outcome scan(UploadComplete event, Work work) throws IOException, InterruptedException {
        ObjectRef object = event.source().object();
        if (!allowedBuckets.contains(object.bucket())) {
            return missing(object, "Uploads may not lie in the bucket " + object.bucket() + ".");
        }
        Optional<ObjectStore.Info> info = store.head(object);
        if (info.isEmpty()) {
            return missing(object, "There is no object " + object + " in the store.");
        }
        Optional<Outcome> wrongSize = judgeSize(event.source(), info.get().bytes());
        if (wrongSize.isPresent()) {
            return wrongSize.get();
        }
        ReadObject read;
        try {
            read = ReadObject.whole(store, object, ContentSniffer.HEAD_BYTES);
        } catch (ObjectMissingException e) {
            return missing(object, "The object " + object + " was removed while it was being scanned.");
        }
        String announced = event.source().sha256();
        if (announced != null && !announced.equals(read.sha256())) {
            return new Outcome.Reject(
                    RejectionCode.CHECKSUM_MISMATCH,
                    "The upload's SHA-256 is not the one that was announced; upload the file again.",
                    Map.of("announced", announced, "found", read.sha256()));
        }
        return switch (ContentSniffer.sniff(new Head(read.head(), read.bytes()))) {
            case Finding.NoFilm noFilm -> refuse(noFilm);
            case Finding.Container container ->
                Outcome.emit(new Scanned(
                        event.videoId(),
                        event.generation(),
                        event.job(),
                        new Source(promote(event, read.sha256(), work), read.bytes(), read.sha256()),
                        container.demuxer(),
                        List.of(
                                new Check("size", read.bytes() + " bytes"),
                                new Check("sha256", announced == null ? "computed" : "as announced"),
                                new Check("content", container.demuxer()))));
        };
    }

    private Optional<Outcome> judgeSize(Source announced, long bytes) {
        Map<String, String> facts = Map.of("sizeBytes", "" + bytes);
        if (bytes == 0) {
            return Optional.of(
                    new Outcome.Reject(RejectionCode.EMPTY_FILE, "The upload is empty; upload the file again.", facts));
        }
        if (bytes > maxBytes) {
            return Optional.of(new Outcome.Reject(
                    RejectionCode.SIZE_OVER_LIMIT,
                    "The upload has " + bytes + " bytes, and at most " + maxBytes + " are taken.",
                    Map.of("sizeBytes", "" + bytes, "maxBytes", "" + maxBytes)));
        }
        // Senders that do not know the size say 0.
        if (announced.sizeBytes() != 0 && announced.sizeBytes() != bytes) {
            return Optional.of(new Outcome.Reject(
                    RejectionCode.CHECKSUM_MISMATCH,
                    "The upload has " + bytes + " bytes, but " + announced.sizeBytes()
                            + " were announced; upload the file again.",
                    Map.of("sizeBytes", "" + bytes, "announced", "" + announced.sizeBytes())));
        }
        return Optional.empty();
    }

    /**
     * Copies the upload to the originals. An original is never replaced: one with other bytes under the same id means that two
     * uploads were given one id, and a person has to decide.
     */
    private ObjectRef promote(UploadComplete event, String sha256, Work work) throws IOException, InterruptedException {
        ObjectRef original = new ObjectRef(originals, ObjectKeys.source(event.videoId(), event.generation()));
        if (store.head(original).isEmpty()) {
            work.lease().require();
            store.copy(event.source().object(), original);
        } else if (!ReadObject.whole(store, original, 0).sha256().equals(sha256)) {
            throw new IllegalStateException(original + " already holds another film than "
                    + event.source().object());
        }
        return original;
    }

    private static Outcome refuse(Finding.NoFilm noFilm) {
        String sentence = noFilm.code() == RejectionCode.UNSUPPORTED_CONTAINER
                ? "The upload is " + noFilm.found() + ". " + TAKEN
                : "The upload is " + noFilm.found() + ", not a film; upload the film itself.";
        return new Outcome.Reject(noFilm.code(), sentence, Map.of("found", noFilm.found()));
    }

    private static Outcome missing(ObjectRef object, String sentence) {
        return new Outcome.Reject(RejectionCode.OBJECT_MISSING, sentence, Map.of("object", object.toString()));
    }
}
