package dev.segue.contract;

/** Bytes that are not an event this version understands; the message says why. They belong into a dead-letter topic. */
public final class MalformedEventException extends Exception {
    public MalformedEventException(String message) {
        super(message);
    }

    public MalformedEventException(String message, Throwable cause) {
        super(message, cause);
    }
}
