package dev.segue.storage;

/** The stream is longer than is allowed. */
public final class ObjectTooLargeException extends RuntimeException {
    public ObjectTooLargeException(String message) {
        super(message);
    }

    public ObjectTooLargeException(String message, Throwable cause) {
        super(message, cause);
    }
}
