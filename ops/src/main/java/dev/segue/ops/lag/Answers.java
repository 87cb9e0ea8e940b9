package dev.segue.ops.lag;

import dev.segue.ops.ClusterUnavailableException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Waits for what Kafka's administration client answers. */
final class Answers {
    private Answers() {}

    static <T> T of(KafkaFuture<T> asked) {
        try {
            return asked.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterUnavailableException("interrupted while Kafka was asked for its groups", e);
        } catch (ExecutionException e) {
            throw new ClusterUnavailableException("Kafka does not tell how far its groups are: " + e.getMessage(), e);
        }
    }

    /** Empty where what was asked for does not exist, or no longer. */
    static <T> Optional<T> ofExisting(KafkaFuture<T> asked) {
        try {
            return Optional.of(of(asked));
        } catch (ClusterUnavailableException e) {
            Throwable why = e.getCause() == null ? null : e.getCause().getCause();
            if (why instanceof GroupIdNotFoundException || why instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The answers about those that exist. */
    static <T> Map<String, T> ofExisting(Map<String, KafkaFuture<T>> asked) {
        Map<String, T> answers = new TreeMap<>();
        asked.forEach((name, future) -> ofExisting(future).ifPresent(answer -> answers.put(name, answer)));
        return answers;
    }
}
