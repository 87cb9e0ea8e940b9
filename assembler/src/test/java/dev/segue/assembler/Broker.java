package dev.segue.assembler;

import dev.segue.contract.Envelope;
import dev.segue.contract.Event;
import dev.segue.contract.EventCodec;
import dev.segue.contract.EventType;
import dev.segue.contract.TopicCatalogue;
import dev.segue.embedded.EmbeddedKafka;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A real broker with the topics of the catalogue, and what tests ask of it. */
final class Broker implements AutoCloseable {
    private final EventCodec codec = new EventCodec(Clock.systemUTC());
    private final EmbeddedKafka kafka;
    private final Admin admin;
    private final KafkaProducer<String, byte[]> producer;

    Broker(Path folder) throws Exception {
        kafka = EmbeddedKafka.start(folder, 0, Map.of());
        admin = Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()));
        admin.createTopics(TopicCatalogue.builtIn().wanted().stream()
                        .map(t -> new NewTopic(t.name(), t.partitions(), (short) 1).configs(t.configs()))
                        .toList())
                .all()
                .get();
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "max.request.size", 8 * 1024 * 1024),
                new StringSerializer(),
                new ByteArraySerializer());
        // Answered only by leaders. Without one, a partition refuses the first batch and takes the second; the first is
        // then
        // out of order for as long as it is tried again, two minutes.
        ends();
    }

    String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    EventCodec codec() {
        return codec;
    }

    void send(Event event) {
        Envelope envelope = codec.write(event, "/segue/test", null);
        send(EventType.of(event).topic(), envelope, envelope.value());
    }

    void send(String topic, Envelope envelope, byte[] value) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, envelope.key(), value);
        envelope.headers().forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        send(record);
    }

    void send(ProducerRecord<String, byte[]> record) {
        producer.send(record);
    }

    /** Where the topics end that the assembler counts, after all that was sent before. */
    Map<TopicPartition, Long> ends() throws Exception {
        producer.flush();
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        Stream.of("segments-ready", "segment-encoded")
                .flatMap(topic -> IntStream.range(0, 4).mapToObj(p -> new TopicPartition(topic, p)))
                .forEach(partition -> wanted.put(partition, OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end :
                admin.listOffsets(wanted).all().get().entrySet()) {
            ends.put(end.getKey(), end.getValue().offset());
        }
        return ends;
    }

    /** Whether the assembler has counted everything up to there. */
    boolean isCounted(Map<TopicPartition, Long> ends) throws Exception {
        Map<TopicPartition, OffsetAndMetadata> read = admin.listConsumerGroupOffsets("segue-assembler")
                .partitionsToOffsetAndMetadata()
                .get();
        return ends.entrySet().stream()
                .allMatch(end -> end.getValue() == 0
                        || read.get(end.getKey()) != null
                                && read.get(end.getKey()).offset() >= end.getValue());
    }

    /** The records of a topic's only partition, in committed transactions only. */
    List<ConsumerRecord<String, byte[]>> read(String topic) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "isolation.level", "read_committed");
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }

    static String header(ConsumerRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
        admin.close(Duration.ZERO);
        kafka.close();
    }
}
