package dev.segue.storage;

import dev.segue.contract.ObjectRef;
import dev.segue.storage.ObjectStore.Stored;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Writes streams and copies that may need several parts. */
final class S3Writer {
    /** 8 MiB: 10,000 of them are 78 GiB, and the three in memory are small enough for many uploads at a time. */
    static final int PART_BYTES = 8 << 20;

    private final S3Client s3;
    private final long copyThreshold;
    private final long copyPartBytes;

    /**
     * @param copyThreshold objects up to this size are copied by one request
     * @param copyPartBytes size of the parts in which larger ones are
     */
    S3Writer(S3Client s3, long copyThreshold, long copyPartBytes) {
        this.s3 = s3;
        this.copyThreshold = copyThreshold;
        this.copyPartBytes = copyPartBytes;
    }

    /**
     * Stores in one request.
     *
     * @param ifNoneMatch "*" to leave an object alone that is there already
     * @throws ObjectExistsException when there is one
     */
    void put(ObjectRef object, RequestBody body, String contentType, @Nullable String ifNoneMatch) {
        WriteMark mark = new WriteMark();
        try {
            s3.putObject(
                    r -> r.bucket(object.bucket())
                            .key(object.key())
                            .contentType(contentType)
                            .metadata(mark.metadata())
                            .ifNoneMatch(ifNoneMatch),
                    body);
        } catch (SdkException e) {
            if (!S3Errors.isPreconditionFailed(e)) {
                throw S3Errors.translate(object, e);
            }
            if (!mark.isOn(s3, object)) {
                throw new ObjectExistsException(object + " exists already", e);
            }
        }
    }

    /**
     * Stores in one request where the object still has this ETag.
     *
     * @return whether it had
     * @throws ObjectMissingException when there is no such object any more
     */
    boolean replace(ObjectRef object, String etag, byte[] bytes, String contentType) {
        WriteMark mark = new WriteMark();
        try {
            s3.putObject(
                    r -> r.bucket(object.bucket())
                            .key(object.key())
                            .contentType(contentType)
                            .metadata(mark.metadata())
                            .ifMatch(etag),
                    RequestBody.fromBytes(bytes));
            return true;
        } catch (SdkException e) {
            if (S3Errors.isPreconditionFailed(e)) {
                return mark.isOn(s3, object);
            }
            throw S3Errors.translate(object, e);
        }
    }

    /** Stores in as many parts as the stream needs; other arguments and exceptions as above. */
    Stored put(ObjectRef object, InputStream in, String contentType, long limit, @Nullable String ifNoneMatch) {
        MessageDigest digest = sha256();
        byte[] first = new byte[PART_BYTES];
        int length = fill(object, in, first);
        long total = within(limit, length, object);
        digest.update(first, 0, length);
        if (length < PART_BYTES) {
            put(object, body(first, length, contentType), contentType, ifNoneMatch);
            return new Stored(total, HexFormat.of().formatHex(digest.digest()));
        }
        BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(S3Parts.IN_FLIGHT + 1);
        try (S3Parts parts = S3Parts.begin(s3, object, contentType)) {
            byte[] buffer = first;
            for (int allocated = 1; length > 0; ) {
                addPart(parts, object, buffer, length, free);
                buffer = allocated++ <= S3Parts.IN_FLIGHT ? new byte[PART_BYTES] : take(free, object);
                length = fill(object, in, buffer);
                total = within(limit, total + length, object);
                digest.update(buffer, 0, length);
            }
            parts.complete(ifNoneMatch);
        }
        return new Stored(total, HexFormat.of().formatHex(digest.digest()));
    }

    private void addPart(S3Parts parts, ObjectRef object, byte[] buffer, int length, BlockingQueue<byte[]> free) {
        parts.add((uploadId, number) -> {
            try {
                return s3.uploadPart(
                                r -> r.bucket(object.bucket())
                                        .key(object.key())
                                        .uploadId(uploadId)
                                        .partNumber(number),
                                body(buffer, length, "application/octet-stream"))
                        .eTag();
            } finally {
                // In the case of failure too: the reader waits for a buffer and then learns of it.
                free.add(buffer);
            }
        });
    }

    /** RequestBody.fromBytes would copy the bytes first. */
    private static RequestBody body(byte[] bytes, int length, String contentType) {
        return RequestBody.fromContentProvider(() -> new ByteArrayInputStream(bytes, 0, length), length, contentType);
    }

    private static int fill(ObjectRef object, InputStream in, byte[] buffer) {
        try {
            return in.readNBytes(buffer, 0, buffer.length);
        } catch (IOException e) {
            throw new UncheckedIOException("the stream for " + object + " broke off", e);
        }
    }

    private static long within(long limit, long total, ObjectRef object) {
        long most = Math.min(limit, (long) PART_BYTES * S3Parts.MOST);
        if (total > most) {
            throw new ObjectTooLargeException("the stream for " + object + " is longer than " + most + " bytes");
        }
        return total;
    }

    private static byte[] take(BlockingQueue<byte[]> free, ObjectRef object) {
        try {
            return free.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("interrupted while storing " + object, e);
        }
    }

    void copy(ObjectRef from, ObjectRef to, long bytes, String contentType) {
        if (bytes <= copyThreshold) {
            S3Errors.translating(
                    // The store does not say which of the two is missing.
                    from + " or the bucket of " + to,
                    () -> s3.copyObject(r -> r.sourceBucket(from.bucket())
                            .sourceKey(from.key())
                            .destinationBucket(to.bucket())
                            .destinationKey(to.key())));
            return;
        }
        try (S3Parts parts = S3Parts.begin(s3, to, contentType)) {
            for (long start = 0; start < bytes; start += copyPartBytes) {
                String range = "bytes=" + start + "-" + (Math.min(bytes, start + copyPartBytes) - 1);
                parts.add((uploadId, number) -> s3.uploadPartCopy(r -> r.sourceBucket(from.bucket())
                                .sourceKey(from.key())
                                .copySourceRange(range)
                                .destinationBucket(to.bucket())
                                .destinationKey(to.key())
                                .uploadId(uploadId)
                                .partNumber(number))
                        .copyPartResult()
                        .eTag());
            }
            parts.complete(null);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
