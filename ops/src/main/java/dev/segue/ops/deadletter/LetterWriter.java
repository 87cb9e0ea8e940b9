package dev.segue.ops.deadletter;

import dev.segue.ops.ClusterUnavailableException;
import dev.segue.stage.DeadLetterHeaders;
import dev.segue.stage.HeaderTexts;
import dev.segue.stage.KafkaSettings;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends a letter and the note that it was sent in one transaction, so that a tool that dies never sends one twice nor forgets that
 * it did. All writers share one transactional id: whoever begins later shuts out the one before.
 */
final class LetterWriter implements AutoCloseable {
    private static final String TRANSACTIONAL_ID = "segue-dead-letters";
    /** More than dead-letter topics take, so that whatever lies there can be sent. */
    private static final int LARGEST_REQUEST = 18 * 1024 * 1024;

    private final KafkaProducer<byte[], byte @Nullable []> producer;

    /** @throws ClusterUnavailableException when Kafka does not answer */
    LetterWriter(KafkaSettings kafka) {
        Map<String, Object> p = kafka.client();
        p.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, TRANSACTIONAL_ID);
        p.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REQUEST);
        // An open transaction hides all that is written after it from the stages.
        p.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 10_000);
        p.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 15_000);
        p.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip");
        producer = new KafkaProducer<>(p, new ByteArraySerializer(), new ByteArraySerializer());
        try {
            producer.initTransactions();
        } catch (KafkaException e) {
            producer.close();
            throw ClusterUnavailableException.of(kafka, e);
        }
    }

    /** The record as it was before it died, for its origin topic: the same key, so the same order and partition rule. */
    static ProducerRecord<byte[], byte @Nullable []> back(
            ConsumerRecord<byte[], byte @Nullable []> letter, String target) {
        ProducerRecord<byte[], byte @Nullable []> record =
                new ProducerRecord<>(target, null, letter.key(), letter.value());
        for (Header header : letter.headers()) {
            if (!LetterReader.isOfDeath(header)) {
                record.headers().add(header);
            }
        }
        String before = HeaderTexts.of(letter.headers()).getOrDefault(DeadLetterHeaders.REPLAYS, "0");
        int replays = before.matches("\\d{1,6}") ? Integer.parseInt(before) : 0;
        record.headers()
                .add(DeadLetterHeaders.REPLAYS, String.valueOf(replays + 1).getBytes(StandardCharsets.UTF_8));
        return record;
    }

    /** The letter as it is, for another topic of letters. */
    static ProducerRecord<byte[], byte @Nullable []> asItIs(
            ConsumerRecord<byte[], byte @Nullable []> letter, String topic) {
        return new ProducerRecord<>(topic, null, letter.key(), letter.value(), letter.headers());
    }

    /**
     * Sends both or neither.
     *
     * @param note told where the record was written
     * @throws IllegalStateException when another run of the tool has taken over
     */
    RecordMetadata send(ProducerRecord<byte[], byte @Nullable []> record, Function<RecordMetadata, Action> note)
            throws InterruptedException {
        return inTransaction(() -> {
            RecordMetadata sent = producer.send(record).get();
            producer.send(ActionLog.record(note.apply(sent))).get();
            return sent;
        });
    }

    /** Notes what needs no sending. */
    void note(Action action) throws InterruptedException {
        inTransaction(() -> producer.send(ActionLog.record(action)).get());
    }

    private interface Sending {
        RecordMetadata run() throws InterruptedException, ExecutionException;
    }

    private RecordMetadata inTransaction(Sending sending) throws InterruptedException {
        try {
            producer.beginTransaction();
            RecordMetadata sent = sending.run();
            producer.commitTransaction();
            return sent;
        } catch (ProducerFencedException | InvalidProducerEpochException e) {
            throw new IllegalStateException("another run of this tool has begun and goes on alone", e);
        } catch (ExecutionException e) {
            abort();
            throw new ClusterUnavailableException("Kafka did not take the record: " + e.getCause(), e);
        } catch (KafkaException e) {
            abort();
            throw new ClusterUnavailableException("Kafka did not take the record: " + e.getMessage(), e);
        }
    }

    private void abort() {
        try {
            producer.abortTransaction();
        } catch (KafkaException alsoGone) {
            // The coordinator aborts it by itself after transaction.timeout.ms.
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
