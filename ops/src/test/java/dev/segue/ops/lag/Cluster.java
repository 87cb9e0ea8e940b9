package dev.segue.ops.lag;

import dev.segue.contract.TopicCatalogue;
import dev.segue.embedded.EmbeddedKafka;
import dev.segue.ops.Topics;
import dev.segue.stage.KafkaSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A broker with two topics, {@code work} read by a share group and {@code facts} by an application, and their producer. */
final class Cluster implements AutoCloseable {
    static final TopicCatalogue CATALOGUE = catalogue("""
            defaults:
              replicationFactor: 1
              retention: P14D
              cleanup: delete
              maxMessageBytes: 8388608
              deadLetter: { partitions: 1, retention: P90D, maxMessageBytes: 17825792 }
            topics:
              - { name: work, event: e, key: k, writer: w, readers: { worker: share }, partitions: 1, deadLetter: work.dlq }
              - { name: facts, event: e, key: k, writer: w, readers: { counter: streams }, partitions: 2 }
            tools:
              - { name: dead-letter-actions, retention: P365D }
              - { name: dead-letter-quarantine, retention: P365D }
            shareGroups:
              defaults: { share.auto.offset.reset: earliest, share.isolation.level: read_committed }
              groups: [segue-worker]
            """);

    private static final byte[] VALUE = "x".getBytes(StandardCharsets.UTF_8);

    private final Path data;
    private final List<AutoCloseable> closers = new ArrayList<>();
    private final KafkaProducer<byte[], byte[]> producer;
    private EmbeddedKafka kafka;

    Cluster(Path data) throws IOException {
        this.data = data;
        kafka = EmbeddedKafka.start(data, 0, Map.of());
        new Topics(settings(), CATALOGUE).apply();
        producer = closing(new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", "writer"),
                new ByteArraySerializer(),
                new ByteArraySerializer()));
        producer.initTransactions();
    }

    KafkaSettings settings() {
        return new KafkaSettings(kafka.bootstrapServers(), null);
    }

    /** Each record in a transaction of its own, as the dispatcher writes them: behind each lies a marker. */
    void write(String topic, int partition, Instant... times) {
        for (Instant time : times) {
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, partition, time.toEpochMilli(), null, VALUE));
            producer.commitTransaction();
        }
    }

    /** So many records in one transaction. */
    void writeTogether(String topic, int partition, Instant time, int records) {
        producer.beginTransaction();
        for (int i = 0; i < records; i++) {
            producer.send(new ProducerRecord<>(topic, partition, time.toEpochMilli(), null, VALUE));
        }
        producer.commitTransaction();
    }

    /** Leaves a transaction open meanwhile, and rolls it back. */
    void whileOneIsOpen(String topic, int partition, Runnable meanwhile) {
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(topic, partition, null, VALUE));
        producer.flush();
        meanwhile.run();
        producer.abortTransaction();
    }

    void send(ProducerRecord<byte[], byte[]> record) {
        producer.beginTransaction();
        producer.send(record);
        producer.commitTransaction();
    }

    /** As a slot reads. */
    Worker worker() {
        return closing(new Worker(kafka.bootstrapServers()));
    }

    /** A member of a share group that holds one record at a time. */
    static final class Worker implements AutoCloseable {
        private final KafkaShareConsumer<byte[], byte[]> consumer;

        private Worker(String servers) {
            consumer = new KafkaShareConsumer<>(
                    Map.of(
                            "bootstrap.servers", servers,
                            "group.id", "segue-worker",
                            "share.acknowledgement.mode", "explicit",
                            "share.acquire.mode", "record_limit",
                            "max.poll.records", 1),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer());
            consumer.subscribe(List.of("work"));
        }

        ConsumerRecord<byte[], byte[]> take() {
            for (int i = 0; i < 60; i++) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(250));
                if (!records.isEmpty()) {
                    return records.iterator().next();
                }
            }
            throw new AssertionError("no record came");
        }

        void finish(ConsumerRecord<byte[], byte[]> record) {
            consumer.acknowledge(record, AcknowledgeType.ACCEPT);
            consumer.commitSync();
        }

        /** Polls as an idle slot does, which reads past markers. */
        void idle() {
            if (!consumer.poll(Duration.ofMillis(100)).isEmpty()) {
                throw new AssertionError("there was a record");
            }
        }

        @Override
        public void close() {
            consumer.close();
        }
    }

    /** A plain consumer that reads this many records of {@code facts} and commits. */
    KafkaConsumer<byte[], byte[]> consumer(String group, int records) {
        KafkaConsumer<byte[], byte[]> consumer = closing(new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka.bootstrapServers(),
                        "group.id",
                        group,
                        "isolation.level",
                        "read_committed",
                        "auto.offset.reset",
                        "earliest",
                        "enable.auto.commit",
                        "false",
                        "max.poll.records",
                        1),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer()));
        consumer.subscribe(List.of("facts"));
        for (int read = 0; read < records; ) {
            read += consumer.poll(Duration.ofMillis(250)).count();
        }
        consumer.commitSync();
        return consumer;
    }

    /** Stops the broker for a moment; it comes back at the same address with all it had. */
    void restart(Runnable whileItIsAway) throws IOException {
        int port = Integer.parseInt(kafka.bootstrapServers().replaceAll(".*:", ""));
        kafka.close();
        whileItIsAway.run();
        kafka = EmbeddedKafka.start(data, port, Map.of());
    }

    private <T extends AutoCloseable> T closing(T made) {
        closers.add(made);
        return made;
    }

    private static TopicCatalogue catalogue(String yaml) {
        try {
            return TopicCatalogue.read(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable closer : closers) {
            closer.close();
        }
        kafka.close();
    }
}
