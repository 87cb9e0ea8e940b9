package dev.segue.storage;

import dev.segue.contract.ObjectRef;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Whole objects by bucket and key. Implementations throw {@link StoreUnavailableException} when trying again may help and
 * {@link ObjectMissingException} when the object is not there; both messages name the object.
 */
public interface ObjectStore {
    /** What is known of an object without reading it. */
    record Info(long bytes, String contentType) {}

    Optional<Info> head(ObjectRef object);

    /**
     * The whole object; the caller closes it. Reading throws {@link StoreUnavailableException}, never an IOException, when the
     * store fails or ends too early on the way.
     */
    InputStream read(ObjectRef object);

    /** {@code length} bytes from {@code offset}, fewer where the object ends before. */
    byte[] read(ObjectRef object, long offset, int length);

    void put(ObjectRef object, byte[] bytes, String contentType);

    void put(ObjectRef object, Path file, String contentType);

    /**
     * Writes an object that must not change once it is there: nothing happens when it exists already.
     *
     * @return whether this call wrote it, also when the answer of the store was lost and asked for again
     */
    boolean putIfAbsent(ObjectRef object, byte[] bytes, String contentType);

    /**
     * Replaces a small object that others may replace too: nothing happens when it is not, or no longer, as expected.
     *
     * @return whether this call wrote it, also when the answer of the store was lost and asked for again
     */
    boolean replace(ObjectRef object, byte[] expected, byte[] bytes, String contentType);

    /**
     * Stores a stream of unknown length in parts, so that memory holds only a few of them.
     *
     * @param limit most bytes to take
     * @return size and SHA-256 of what was stored
     * @throws ObjectTooLargeException when the stream is longer than {@code limit}; nothing is stored then
     * @throws java.io.UncheckedIOException when the stream itself fails; nothing is stored then
     */
    Stored putStream(ObjectRef object, InputStream in, String contentType, long limit);

    /**
     * As {@link #putStream}, for an object that must not change once it is there.
     *
     * @throws ObjectExistsException when the object is there by the time the stream has ended; it is left as it is
     */
    Stored putStreamIfAbsent(ObjectRef object, InputStream in, String contentType, long limit);

    /** Size in bytes and SHA-256 in lower-case hexadecimal digits. */
    record Stored(long bytes, String sha256) {}

    /** Copies inside the store, whatever the size, together with the content type. */
    void copy(ObjectRef from, ObjectRef to);

    /** Removes the object; nothing happens when it is not there. */
    void delete(ObjectRef object);

    /** All keys of a bucket that begin with a prefix, sorted. */
    List<String> list(String bucket, String prefix);

    /** An object as a listing shows it. */
    record Listed(String key, long bytes, Instant modified) {}

    /** Hands over every object of a bucket whose key begins with a prefix. Memory holds a page of them, however many there are. */
    void each(String bucket, String prefix, Consumer<Listed> listener);

    /**
     * Hands over the names that lie directly in a folder, those of folders with a {@code /} at their end.
     *
     * @param folder a prefix that ends with {@code /}, or empty for the whole bucket
     */
    void children(String bucket, String folder, Consumer<String> listener);

    /** An address from which the object can be read, with ranges, until {@code validity} is over. Never to be logged. */
    URI presignedGet(ObjectRef object, Duration validity);

    /** Creates the bucket when it does not exist. */
    void ensureBucket(String bucket);
}
