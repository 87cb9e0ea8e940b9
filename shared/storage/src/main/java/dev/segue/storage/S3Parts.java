package dev.segue.storage;

import dev.segue.contract.ObjectRef;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;

/** One multipart upload: parts go up two at a time; closing it before {@link #complete} leaves nothing behind. */
final class S3Parts implements AutoCloseable {
    /** Uploads one part and returns its entity tag. */
    @FunctionalInterface
    interface Part {
        String upload(String uploadId, int number);
    }

    static final int IN_FLIGHT = 2;
    /** S3's own limit. */
    static final int MOST = 10_000;

    private static final int SECONDS_TO_STOP = 60;

    private final S3Client s3;
    private final ObjectRef object;
    private final String uploadId;
    private final WriteMark mark;
    // Platform threads: the JDK's HTTP client holds monitors while it waits, which pins virtual ones on Java 21.
    private final ExecutorService executor = Executors.newFixedThreadPool(IN_FLIGHT);
    private final List<Future<CompletedPart>> parts = new ArrayList<>();
    private boolean completed;

    private S3Parts(S3Client s3, ObjectRef object, String uploadId, WriteMark mark) {
        this.s3 = s3;
        this.object = object;
        this.uploadId = uploadId;
        this.mark = mark;
    }

    static S3Parts begin(S3Client s3, ObjectRef object, String contentType) {
        WriteMark mark = new WriteMark();
        String uploadId = S3Errors.translating(object, () -> s3.createMultipartUpload(r -> r.bucket(object.bucket())
                        .key(object.key())
                        .contentType(contentType)
                        .metadata(mark.metadata()))
                .uploadId());
        return new S3Parts(s3, object, uploadId, mark);
    }

    /**
     * Hands in the next part and returns without waiting for it.
     *
     * @throws RuntimeException of an earlier part that has failed meanwhile
     */
    void add(Part part) {
        for (Future<CompletedPart> earlier : parts) {
            if (earlier.state() == Future.State.FAILED) {
                result(earlier);
            }
        }
        int number = parts.size() + 1;
        parts.add(executor.submit(() -> CompletedPart.builder()
                .partNumber(number)
                .eTag(S3Errors.translating(object, () -> part.upload(uploadId, number)))
                .build()));
    }

    /**
     * Waits for all parts and makes the object of them.
     *
     * @param ifNoneMatch "*" to leave an object alone that is there already
     * @throws ObjectExistsException when there is one
     */
    void complete(@Nullable String ifNoneMatch) {
        List<CompletedPart> done = parts.stream().map(this::result).toList();
        try {
            s3.completeMultipartUpload(r -> r.bucket(object.bucket())
                    .key(object.key())
                    .uploadId(uploadId)
                    .ifNoneMatch(ifNoneMatch)
                    .multipartUpload(m -> m.parts(done)));
        } catch (SdkException e) {
            // A try whose answer was lost also leaves no upload to complete.
            boolean refused = S3Errors.isPreconditionFailed(e);
            if (!refused && !(e instanceof NoSuchUploadException)) {
                throw S3Errors.translate(object, e);
            }
            if (!mark.isOn(s3, object)) {
                throw refused
                        ? new ObjectExistsException(object + " exists already", e)
                        : S3Errors.translate(object, e);
            }
        }
        completed = true;
    }

    private CompletedPart result(Future<CompletedPart> part) {
        try {
            return part.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("a part of " + object + " failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("interrupted while storing " + object, e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
        if (completed) {
            return;
        }
        // The SDK does nothing on an interrupted thread, but the parts must go in this case too.
        boolean interrupted = Thread.interrupted();
        try {
            // Parts that arrive after the abort would stay in the store for ever.
            boolean unused = executor.awaitTermination(SECONDS_TO_STOP, TimeUnit.SECONDS);
            S3Errors.translating(
                    object,
                    () -> s3.abortMultipartUpload(
                            r -> r.bucket(object.bucket()).key(object.key()).uploadId(uploadId)));
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
