package dev.segue.contract;

/** Bytes that are not an event this version understands; the message says why. They belong into a dead-letter topic. */
public final class MalformedEventException extends Exception implements CodedFailure {
    public MalformedEventException(String message) {
        super(message);
    }

    public MalformedEventException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public String code() {
        return "malformed-event";
    }

    /** The same bytes will never be an event. */
    @Override
    public boolean passing() {
        return false;
    }
}
