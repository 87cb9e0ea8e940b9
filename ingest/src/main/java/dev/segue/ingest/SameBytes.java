package dev.segue.ingest;

import dev.segue.contract.ObjectRef;
import dev.segue.storage.ObjectStore;
import dev.segue.storage.ObjectStore.Stored;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** Compares what arrives with what is stored, both as they flow. */
final class SameBytes {
    private static final int CHUNK = 1 << 16;

    private SameBytes() {}

    /** Size and SHA-256 of both, or nothing as soon as they differ; what is left of the stream is not read then. */
    static Optional<Stored> compare(InputStream arriving, ObjectStore store, ObjectRef object) {
        MessageDigest digest = newDigest();
        long bytes = 0;
        try (InputStream stored = store.read(object)) {
            byte[] there = stored.readNBytes(CHUNK);
            byte[] here = arriving.readNBytes(CHUNK);
            while (there.length > 0 && Arrays.equals(there, here)) {
                digest.update(there);
                bytes += there.length;
                there = stored.readNBytes(CHUNK);
                here = arriving.readNBytes(CHUNK);
            }
            return there.length == 0 && here.length == 0
                    ? Optional.of(new Stored(bytes, HexFormat.of().formatHex(digest.digest())))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("the stream to compare with " + object + " broke off", e);
        }
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
