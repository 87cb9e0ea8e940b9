package dev.segue.ops;

import dev.segue.stage.KafkaSettings;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes some records together or none of them. Whoever opens one under the same id shuts out whoever had opened one before. */
public final class AtomicWriter implements AutoCloseable {
    /** More than dead-letter topics take, so that whatever lies there can be sent. */
    private static final int LARGEST_REQUEST = 18 * 1024 * 1024;

    /** A producer whose commit is still on its way waits for Kafka's answer however long that takes. */
    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final Producer<byte[], byte @Nullable []> producer;
    private final Function<Throwable, ? extends RuntimeException> shutOut;

    AtomicWriter(
            Producer<byte[], byte @Nullable []> producer, Function<Throwable, ? extends RuntimeException> shutOut) {
        this.producer = producer;
        this.shutOut = shutOut;
    }

    /**
     * Opens one; what the one before had not committed is rolled back by then.
     *
     * @param id who writes
     * @param shutOut what is thrown once another one has been opened, by what Kafka said
     * @throws ClusterUnavailableException when Kafka does not answer
     */
    public static AtomicWriter open(
            KafkaSettings kafka, String id, Function<Throwable, ? extends RuntimeException> shutOut) {
        Map<String, Object> p = kafka.client();
        p.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
        p.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REQUEST);
        // An open transaction hides all that is written after it from the stages.
        p.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 10_000);
        p.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 15_000);
        p.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, KafkaSettings.COMPRESSION);
        AtomicWriter writer =
                new AtomicWriter(new KafkaProducer<>(p, new ByteArraySerializer(), new ByteArraySerializer()), shutOut);
        try {
            writer.producer.initTransactions();
        } catch (KafkaException e) {
            writer.close();
            throw ClusterUnavailableException.of(kafka, e);
        }
        return writer;
    }

    /** Sends records and waits for each, whether it was taken. */
    public interface Sending<T> {
        T with(Producer<byte[], byte @Nullable []> producer) throws InterruptedException, ExecutionException;
    }

    /**
     * Does it in one transaction.
     *
     * @return what the sending returned
     * @throws ClusterUnavailableException when Kafka did not take it; of a commit that was not answered nobody knows
     */
    public <T> T write(Sending<T> sending) throws InterruptedException {
        try {
            producer.beginTransaction();
            T result = sending.with(producer);
            producer.commitTransaction();
            return result;
        } catch (ExecutionException e) {
            throw failed(e.getCause() == null ? e : e.getCause());
        } catch (KafkaException e) {
            throw failed(e);
        }
    }

    private RuntimeException failed(Throwable cause) {
        if (cause instanceof ProducerFencedException || cause instanceof InvalidProducerEpochException) {
            return shutOut.apply(cause);
        }
        return new ClusterUnavailableException(
                (rolledBack()
                                ? "Kafka did not take what was to be written: "
                                : "Kafka did not say whether it took it: ")
                        + cause.getMessage(),
                cause);
    }

    /** False where a commit was not answered in time: whether it was done shows when the next one opens. */
    private boolean rolledBack() {
        try {
            producer.abortTransaction();
        } catch (KafkaException alsoGone) {
            // The coordinator does it by itself after transaction.timeout.ms.
        } catch (IllegalStateException undecided) {
            return false;
        }
        return true;
    }

    @Override
    public void close() {
        producer.close(CLOSE);
    }
}
