package dev.segue.storage;

/** The object is not in the store. */
public final class ObjectMissingException extends RuntimeException {
    public ObjectMissingException(String message) {
        super(message);
    }

    public ObjectMissingException(String message, Throwable cause) {
        super(message, cause);
    }
}
