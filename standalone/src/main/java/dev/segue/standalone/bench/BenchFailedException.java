package dev.segue.standalone.bench;

/** A measurement could not be made; the message says what did not happen. */
public final class BenchFailedException extends RuntimeException {
    public BenchFailedException(String message) {
        super(message);
    }

    public BenchFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
