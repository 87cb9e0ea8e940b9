package dev.segue.ops;

/** Kafka did not answer, or not in time; the message names the servers asked and what to look at. */
public final class ClusterUnavailableException extends RuntimeException {
    public ClusterUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    public ClusterUnavailableException(String message) {
        super(message);
    }
}
