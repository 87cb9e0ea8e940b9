package dev.segue.scanner;

import dev.segue.contract.ObjectRef;
import dev.segue.storage.ObjectStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * An object that was read from its first byte to its last.
 *
 * @param head its first bytes
 * @param bytes how many there are in all
 * @param sha256 of all of them
 */
record ReadObject(byte[] head, long bytes, String sha256) {
    private static final int CHUNK = 1 << 16;

    static ReadObject whole(ObjectStore store, ObjectRef object, int headBytes)
            throws IOException, InterruptedException {
        MessageDigest digest = newDigest();
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK];
        long bytes = 0;
        try (InputStream in = store.read(object)) {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                // Reading from a socket does not notice that the worker is to stop.
                if (Thread.interrupted()) {
                    throw new InterruptedException("stopped while reading " + object);
                }
                digest.update(chunk, 0, n);
                head.write(chunk, 0, Math.min(n, headBytes - head.size()));
                bytes += n;
            }
        }
        return new ReadObject(head.toByteArray(), bytes, HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
