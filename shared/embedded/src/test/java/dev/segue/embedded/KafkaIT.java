package dev.segue.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaIT {
    private static final int EIGHT_MEBIBYTES = 8 * 1024 * 1024;

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
