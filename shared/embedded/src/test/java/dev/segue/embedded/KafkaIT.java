package dev.segue.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaIT {
    private static final int EIGHT_MEBIBYTES = 8 * 1024 * 1024;

    private static final TopicPartition FILMS = new TopicPartition("films", 0);

    /** Of transactions whose producer died; by default it looks for them every 10 s. */
    private static final Map<String, String> GIVES_UP_SOON =
            Map.of("transaction.abort.timed.out.transaction.cleanup.interval.ms", "100");

    @TempDir
    Path folder;

    @Test
    void recordsOutliveARestartOnAnotherPort() throws Exception {
        byte[] large = new byte[EIGHT_MEBIBYTES - 1024];
        large[7] = 42;
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder, 0, Map.of())) {
            try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()))) {
                NewTopic topic = new NewTopic("films", 1, (short) 1)
                        .configs(Map.of("max.message.bytes", String.valueOf(EIGHT_MEBIBYTES)));
                admin.createTopics(List.of(topic)).all().get();
            }
            try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", kafka.bootstrapServers(), "max.request.size", EIGHT_MEBIBYTES),
                    new StringSerializer(),
                    new ByteArraySerializer())) {
                producer.send(new ProducerRecord<>("films", "v1", large)).get();
            }
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder, 0, Map.of())) {
            assertThat(first(kafka)).isEqualTo(large);
        }
    }

    @Test
    void saysThatThePortIsTaken() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("a"), 0, Map.of())) {
            int port = Integer.parseInt(kafka.bootstrapServers().split(":")[1]);
            assertThatThrownBy(() -> EmbeddedKafka.start(folder.resolve("b"), port, Map.of()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(":" + port);
        }
    }

    @Test
    void aTransactionThatWasOpenWhenTheBrokerWasKilledIsEndedByTheNext() throws Exception {
        int port = FreePort.or(0);
        Map<String, Object> address = Map.of("bootstrap.servers", "127.0.0.1:" + port);
        Process broker = BrokerProcess.start(folder, port);
        try (Admin admin = Admin.create(address)) {
            await().atMost(Duration.ofSeconds(60)).ignoreExceptions().untilAsserted(() -> admin.createTopics(
                            List.of(new NewTopic("films", 1, (short) 1)))
                    .all()
                    .get());
            Map<String, Object> settings = new HashMap<>(address);
            settings.put("transactional.id", "writer");
            settings.put("transaction.timeout.ms", 1_000);
            try (KafkaProducer<String, String> producer =
                    new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
                producer.initTransactions();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>("films", "film")).get();
                producer.sendOffsetsToTransaction(
                        Map.of(FILMS, new OffsetAndMetadata(7)), new ConsumerGroupMetadata("readers"));
                broker.destroyForcibly().waitFor();
                producer.close(Duration.ZERO);
            }
        } finally {
            broker.destroyForcibly();
        }

        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder, 0, GIVES_UP_SOON);
                Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()))) {
            await("readers of committed records come to the end")
                    .atMost(Duration.ofSeconds(20))
                    .until(() ->
                            end(admin, IsolationLevel.READ_COMMITTED) == end(admin, IsolationLevel.READ_UNCOMMITTED));
            await("the group's offsets are settled")
                    .atMost(Duration.ofSeconds(20))
                    .ignoreExceptions()
                    .untilAsserted(() -> admin.listConsumerGroupOffsets(
                                    "readers",
                                    new ListConsumerGroupOffsetsOptions()
                                            .requireStable(true)
                                            .timeoutMs(2_000))
                            .partitionsToOffsetAndMetadata()
                            .get());
        }
    }

    private static long end(Admin admin, IsolationLevel isolation) throws Exception {
        return admin.listOffsets(Map.of(FILMS, OffsetSpec.latest()), new ListOffsetsOptions(isolation))
                .partitionResult(FILMS)
                .get()
                .offset();
    }

    private static byte[] first(EmbeddedKafka kafka) {
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition("films", 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            return consumer.poll(Duration.ofSeconds(20)).iterator().next().value();
        }
    }
}
