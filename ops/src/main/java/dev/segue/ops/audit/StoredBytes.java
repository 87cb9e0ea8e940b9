package dev.segue.ops.audit;

import dev.segue.contract.ObjectRef;
import dev.segue.storage.ObjectMissingException;
import dev.segue.storage.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** Reads objects, and counts what it read. */
final class StoredBytes {
    private final ObjectStore store;
    private final Tally tally;

    StoredBytes(ObjectStore store, Tally tally) {
        this.store = store;
        this.tally = tally;
    }

    /** A playlist, manifest or pointer; empty when it is not there. */
    Optional<String> text(ObjectRef object) {
        try (InputStream in = store.read(object)) {
            byte[] bytes = in.readAllBytes();
            tally.read(bytes.length);
            return Optional.of(new String(bytes, StandardCharsets.UTF_8));
        } catch (ObjectMissingException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(object + " cannot be read", e);
        }
    }

    /** SHA-256 of an object, whatever its size; empty when it is not there. */
    Optional<String> sha256(ObjectRef object) {
        try (DigestInputStream in = new DigestInputStream(store.read(object), MessageDigest.getInstance("SHA-256"))) {
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                tally.read(n);
            }
            return Optional.of(HexFormat.of().formatHex(in.getMessageDigest().digest()));
        } catch (ObjectMissingException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(object + " cannot be read", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
