package dev.segue.stage;

import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes records to Kafka. */
@FunctionalInterface
interface RecordSender {
    /**
     * Writes the records and returns when all replicas have all of them.
     *
     * @throws TransientFailure {@code kafka-unavailable} when some may not have been written
     * @throws org.apache.kafka.common.KafkaException when Kafka will never take one of them, for example because it is too large
     */
    void send(List<ProducerRecord<byte[], byte[]>> records) throws TransientFailure, InterruptedException;
}
