package dev.segue.ops;

import dev.segue.stage.KafkaSettings;

/** Kafka did not answer, or not in time; the message names the servers asked and what to look at. */
public final class ClusterUnavailableException extends RuntimeException {
    public ClusterUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    public ClusterUnavailableException(String message) {
        super(message);
    }

    /** Kafka did not answer. */
    public static ClusterUnavailableException of(KafkaSettings kafka, Exception cause) {
        return new ClusterUnavailableException(
                "Kafka at " + kafka.bootstrapServers() + " did not answer (" + cause.getMessage()
                        + "); check segue.kafka.bootstrap-servers and that the cluster is up",
                cause);
    }
}
