package dev.segue.storage;

/** The object is there already and must not change. */
public final class ObjectExistsException extends RuntimeException {
    public ObjectExistsException(String message) {
        super(message);
    }

    public ObjectExistsException(String message, Throwable cause) {
        super(message, cause);
    }
}
