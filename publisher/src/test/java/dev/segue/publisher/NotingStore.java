package dev.segue.publisher;

import dev.segue.contract.ObjectRef;
import dev.segue.storage.ObjectStore;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Passes on what the publisher does and notes in which order it writes; refuses what a publisher has no business with. */
class NotingStore implements ObjectStore {
    private final ObjectStore store;
    private final List<String> written = new CopyOnWriteArrayList<>();

    NotingStore(ObjectStore store) {
        this.store = store;
    }

    List<String> written() {
        return written;
    }

    @Override
    public Optional<Info> head(ObjectRef object) {
        return store.head(object);
    }

    @Override
    public byte[] read(ObjectRef object, long offset, int length) {
        return store.read(object, offset, length);
    }

    @Override
    public void put(ObjectRef object, byte[] bytes, String contentType) {
        written.add(object.key());
        store.put(object, bytes, contentType);
    }

    @Override
    public InputStream read(ObjectRef object) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void put(ObjectRef object, Path file, String contentType) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean putIfAbsent(ObjectRef object, byte[] bytes, String contentType) {
        return noted(object, store.putIfAbsent(object, bytes, contentType));
    }

    @Override
    public boolean replace(ObjectRef object, byte[] expected, byte[] bytes, String contentType) {
        return noted(object, store.replace(object, expected, bytes, contentType));
    }

    private boolean noted(ObjectRef object, boolean wrote) {
        if (wrote) {
            written.add(object.key());
        }
        return wrote;
    }

    @Override
    public Stored putStream(ObjectRef object, InputStream in, String contentType, long limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Stored putStreamIfAbsent(ObjectRef object, InputStream in, String contentType, long limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void copy(ObjectRef from, ObjectRef to) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void delete(ObjectRef object) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> list(String bucket, String prefix) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void each(String bucket, String prefix, Consumer<Listed> listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void children(String bucket, String folder, Consumer<String> listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public URI presignedGet(ObjectRef object, Duration validity) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void ensureBucket(String bucket) {
        throw new UnsupportedOperationException();
    }
}
