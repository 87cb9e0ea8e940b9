package dev.segue.contract;

/** The size in bytes and the SHA-256 in lower-case hexadecimal digits of an object whose key follows from its place. */
public record StoredObject(long bytes, String sha256) {
    public StoredObject {
        Require.atLeast("bytes", bytes, 1);
        Require.text("sha256", sha256);
    }
}
