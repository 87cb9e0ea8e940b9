package dev.segue.ops.deadletter;

import dev.segue.ops.AtomicWriter;
import dev.segue.ops.ClusterUnavailableException;
import dev.segue.stage.DeadLetterHeaders;
import dev.segue.stage.HeaderTexts;
import dev.segue.stage.KafkaSettings;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Sends a letter and the note that it was sent in one transaction, so that a tool that dies never sends one twice nor forgets that
 * it did. All writers share one transactional id: whoever begins later shuts out the one before.
 */
final class LetterWriter implements AutoCloseable {
    private final AtomicWriter writer;

    /** @throws ClusterUnavailableException when Kafka does not answer */
    LetterWriter(KafkaSettings kafka) {
        writer = AtomicWriter.open(
                kafka,
                "segue-dead-letters",
                fenced -> new IllegalStateException("another run of this tool has begun and goes on alone", fenced));
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
        return writer.write(producer -> {
            RecordMetadata sent = producer.send(record).get();
            producer.send(ActionLog.record(note.apply(sent))).get();
            return sent;
        });
    }

    /** Notes what needs no sending. */
    void note(Action action) throws InterruptedException {
        writer.write(producer -> producer.send(ActionLog.record(action)).get());
    }

    @Override
    public void close() {
        writer.close();
    }
}
