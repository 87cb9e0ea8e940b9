package dev.segue.storage;

import dev.segue.contract.ObjectRef;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyExistsException;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** The object store on the S3 protocol, Amazon's or another's. Safe for use by many threads. */
public final class S3ObjectStore implements ObjectStore, AutoCloseable {
    private static final String UNKNOWN_TYPE = "application/octet-stream";
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final long GIB = 1L << 30;
    /** CopyObject takes 5 GiB and no more. */
    static final long COPY_THRESHOLD = 5 * GIB;

    static final long COPY_PART_BYTES = GIB / 2;
    /** Larger files go up in parts: one failed request then costs 8 MiB and not the file. */
    private static final long FILE_THRESHOLD = 64L << 20;

    private final S3Client s3;
    private final S3Presigner presigner;
    private final S3Writer writer;
    private final S3Listing listing;

    S3ObjectStore(S3Client s3, S3Presigner presigner, S3Writer writer) {
        this.s3 = s3;
        this.presigner = presigner;
        this.writer = writer;
        this.listing = new S3Listing(s3);
    }

    /** A store that is connected to on first use. */
    public static S3ObjectStore connect(StorageSettings settings) {
        S3Client s3 = S3Clients.client(settings);
        return new S3ObjectStore(s3, S3Clients.presigner(settings), new S3Writer(s3, COPY_THRESHOLD, COPY_PART_BYTES));
    }

    @Override
    public Optional<Info> head(ObjectRef object) {
        try {
            HeadObjectResponse found = S3Errors.translating(
                    object, () -> s3.headObject(r -> r.bucket(object.bucket()).key(object.key())));
            String type = found.contentType() == null ? UNKNOWN_TYPE : found.contentType();
            return Optional.of(new Info(found.contentLength(), type));
        } catch (ObjectMissingException e) {
            return Optional.empty();
        }
    }

    @Override
    public InputStream read(ObjectRef object) {
        return S3Errors.translating(
                object,
                () -> new S3ObjectStream(
                        object, s3.getObject(r -> r.bucket(object.bucket()).key(object.key()))));
    }

    @Override
    public byte[] read(ObjectRef object, long offset, int length) {
        if (length == 0) {
            return new byte[0];
        }
        try {
            return s3.getObjectAsBytes(r -> r.bucket(object.bucket())
                            .key(object.key())
                            .range("bytes=" + offset + "-" + (offset + length - 1)))
                    .asByteArrayUnsafe();
        } catch (S3Exception e) {
            if (e.statusCode() == RANGE_NOT_SATISFIABLE) {
                return new byte[0];
            }
            throw S3Errors.translate(object, e);
        } catch (SdkException e) {
            throw S3Errors.translate(object, e);
        }
    }

    @Override
    public void put(ObjectRef object, byte[] bytes, String contentType) {
        writer.put(object, RequestBody.fromBytes(bytes), contentType, null);
    }

    @Override
    public void put(ObjectRef object, Path file, String contentType) {
        try {
            if (Files.size(file) <= FILE_THRESHOLD) {
                writer.put(object, RequestBody.fromFile(file), contentType, null);
                return;
            }
            try (InputStream in = Files.newInputStream(file)) {
                writer.put(object, in, contentType, Long.MAX_VALUE, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the file to be stored as " + object, e);
        }
    }

    @Override
    public boolean putIfAbsent(ObjectRef object, byte[] bytes, String contentType) {
        try {
            writer.put(object, RequestBody.fromBytes(bytes), contentType, "*");
            return true;
        } catch (ObjectExistsException e) {
            return false;
        }
    }

    @Override
    public boolean replace(ObjectRef object, byte[] expected, byte[] bytes, String contentType) {
        try {
            ResponseBytes<GetObjectResponse> there = S3Errors.translating(
                    object,
                    () -> s3.getObjectAsBytes(r -> r.bucket(object.bucket()).key(object.key())));
            return Arrays.equals(there.asByteArrayUnsafe(), expected)
                    && writer.replace(object, there.response().eTag(), bytes, contentType);
        } catch (ObjectMissingException e) {
            return false;
        }
    }

    @Override
    public Stored putStream(ObjectRef object, InputStream in, String contentType, long limit) {
        return writer.put(object, in, contentType, limit, null);
    }

    @Override
    public Stored putStreamIfAbsent(ObjectRef object, InputStream in, String contentType, long limit) {
        return writer.put(object, in, contentType, limit, "*");
    }

    @Override
    public void copy(ObjectRef from, ObjectRef to) {
        Info source = head(from).orElseThrow(() -> new ObjectMissingException(from + " is not in the store"));
        writer.copy(from, to, source.bytes(), source.contentType());
    }

    @Override
    public void delete(ObjectRef object) {
        S3Errors.translating(
                object, () -> s3.deleteObject(r -> r.bucket(object.bucket()).key(object.key())));
    }

    @Override
    public List<String> list(String bucket, String prefix) {
        List<String> keys = new ArrayList<>();
        listing.each(bucket, prefix, object -> keys.add(object.key()));
        Collections.sort(keys);
        return List.copyOf(keys);
    }

    @Override
    public void each(String bucket, String prefix, Consumer<Listed> listener) {
        listing.each(bucket, prefix, listener);
    }

    @Override
    public void children(String bucket, String folder, Consumer<String> listener) {
        listing.children(bucket, folder, listener);
    }

    @Override
    public URI presignedGet(ObjectRef object, Duration validity) {
        return URI.create(presigner
                .presignGetObject(p -> p.signatureDuration(validity)
                        .getObjectRequest(r -> r.bucket(object.bucket()).key(object.key())))
                .url()
                .toString());
    }

    @Override
    public void ensureBucket(String bucket) {
        String what = "bucket " + bucket;
        try {
            S3Errors.translating(what, () -> s3.headBucket(r -> r.bucket(bucket)));
        } catch (ObjectMissingException absent) {
            S3Errors.translating(what, () -> {
                try {
                    return s3.createBucket(r -> r.bucket(bucket));
                } catch (BucketAlreadyOwnedByYouException | BucketAlreadyExistsException meanwhile) {
                    // Another process was faster. If the bucket is a stranger's, the first use of it says so.
                    return meanwhile;
                }
            });
        }
    }

    @Override
    public void close() {
        presigner.close();
        s3.close();
    }
}
