package dev.segue.testkit;

import dev.segue.contract.ObjectRef;
import dev.segue.storage.ObjectExistsException;
import dev.segue.storage.ObjectMissingException;
import dev.segue.storage.ObjectStore;
import dev.segue.storage.ObjectTooLargeException;
import dev.segue.storage.StoreUnavailableException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** An object store in memory for small objects. Can be made to fail as a server does that is down. */
public final class InMemoryObjectStore implements ObjectStore {
    private record Held(byte[] bytes, String contentType, Instant modified) {
        Held(byte[] bytes, String contentType) {
            this(bytes, contentType, Instant.now());
        }
    }

    private final Map<ObjectRef, Held> objects = new ConcurrentHashMap<>();
    private final Set<String> buckets = ConcurrentHashMap.newKeySet();
    private volatile boolean down;

    /** A store that has these buckets. */
    public InMemoryObjectStore(String... buckets) {
        this.buckets.addAll(List.of(buckets));
    }

    /** Whether every call fails from now on. */
    public void setDown(boolean down) {
        this.down = down;
    }

    @Override
    public Optional<Info> head(ObjectRef object) {
        checkUp(object);
        Held held = objects.get(object);
        return held == null ? Optional.empty() : Optional.of(new Info(held.bytes.length, held.contentType));
    }

    @Override
    public InputStream read(ObjectRef object) {
        return new ByteArrayInputStream(held(object).bytes);
    }

    @Override
    public byte[] read(ObjectRef object, long offset, int length) {
        byte[] bytes = held(object).bytes;
        int from = (int) Math.min(offset, bytes.length);
        return Arrays.copyOfRange(bytes, from, (int) Math.min((long) from + length, bytes.length));
    }

    @Override
    public void put(ObjectRef object, byte[] bytes, String contentType) {
        checkBucket(object);
        objects.put(object, new Held(bytes.clone(), contentType));
    }

    @Override
    public void put(ObjectRef object, Path file, String contentType) {
        try {
            put(object, Files.readAllBytes(file), contentType);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the file to be stored as " + object, e);
        }
    }

    @Override
    public boolean putIfAbsent(ObjectRef object, byte[] bytes, String contentType) {
        checkBucket(object);
        return objects.putIfAbsent(object, new Held(bytes.clone(), contentType)) == null;
    }

    @Override
    public boolean replace(ObjectRef object, byte[] expected, byte[] bytes, String contentType) {
        checkBucket(object);
        Held there = objects.get(object);
        return there != null
                && Arrays.equals(there.bytes, expected)
                && objects.replace(object, there, new Held(bytes.clone(), contentType));
    }

    @Override
    public Stored putStream(ObjectRef object, InputStream in, String contentType, long limit) {
        byte[] bytes = drain(object, in, limit);
        put(object, bytes, contentType);
        return new Stored(bytes.length, sha256(bytes));
    }

    @Override
    public Stored putStreamIfAbsent(ObjectRef object, InputStream in, String contentType, long limit) {
        byte[] bytes = drain(object, in, limit);
        if (!putIfAbsent(object, bytes, contentType)) {
            throw new ObjectExistsException(object + " exists already");
        }
        return new Stored(bytes.length, sha256(bytes));
    }

    @Override
    public void copy(ObjectRef from, ObjectRef to) {
        Held held = held(from);
        checkBucket(to);
        objects.put(to, held);
    }

    @Override
    public void delete(ObjectRef object) {
        checkBucket(object);
        objects.remove(object);
    }

    @Override
    public List<String> list(String bucket, String prefix) {
        checkBucket(new ObjectRef(bucket, "*"));
        return objects.keySet().stream()
                .filter(o -> o.bucket().equals(bucket) && o.key().startsWith(prefix))
                .map(ObjectRef::key)
                .sorted()
                .toList();
    }

    @Override
    public void each(String bucket, String prefix, Consumer<Listed> listener) {
        for (String key : list(bucket, prefix)) {
            Held held = held(new ObjectRef(bucket, key));
            listener.accept(new Listed(key, held.bytes.length, held.modified));
        }
    }

    @Override
    public void children(String bucket, String folder, Consumer<String> listener) {
        list(bucket, folder).stream()
                .map(key -> key.substring(folder.length()))
                .map(name -> name.contains("/") ? name.substring(0, name.indexOf('/') + 1) : name)
                .distinct()
                .forEach(listener);
    }

    /** There is no server that an address could name. */
    @Override
    public URI presignedGet(ObjectRef object, Duration validity) {
        throw new UnsupportedOperationException("objects in memory have no address");
    }

    @Override
    public void ensureBucket(String bucket) {
        buckets.add(bucket);
    }

    private Held held(ObjectRef object) {
        checkUp(object);
        Held held = objects.get(object);
        if (held == null) {
            throw new ObjectMissingException(object + " is not in the store");
        }
        return held;
    }

    private void checkUp(ObjectRef object) {
        if (down) {
            throw new StoreUnavailableException("the store cannot be reached for " + object);
        }
    }

    private void checkBucket(ObjectRef object) {
        checkUp(object);
        if (!buckets.contains(object.bucket())) {
            throw new ObjectMissingException(object + " is not in the store: there is no such bucket");
        }
    }

    private static byte[] drain(ObjectRef object, InputStream in, long limit) {
        try {
            byte[] bytes =
                    in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8L, limit == Long.MAX_VALUE ? limit : limit + 1));
            if (bytes.length > limit) {
                throw new ObjectTooLargeException("the stream for " + object + " is longer than " + limit + " bytes");
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException("the stream for " + object + " broke off", e);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
