package dev.segue.assembler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.segue.contract.Envelope;
import dev.segue.contract.Event;
import dev.segue.contract.EventCodec;
import dev.segue.contract.EventType;
import dev.segue.contract.RenditionComplete;
import dev.segue.contract.TopicCatalogue;
import dev.segue.embedded.EmbeddedKafka;
import dev.segue.stage.StagePart;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.context.ApplicationContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The assembler on a real broker, wired as it ships. */
@TestInstance(Lifecycle.PER_CLASS)
final class AssemblerIT {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

    private final EventCodec codec = new EventCodec(Clock.systemUTC());
    private Path folder;
    private EmbeddedKafka kafka;
    private KafkaProducer<String, byte[]> producer;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        folder = temporary;
        kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0, Map.of());
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()))) {
            List<NewTopic> topics = new ArrayList<>();
            for (TopicCatalogue.Wanted wanted : TopicCatalogue.builtIn().wanted()) {
                topics.add(new NewTopic(wanted.name(), wanted.partitions(), (short) 1).configs(wanted.configs()));
            }
            admin.createTopics(topics).all().get();
        }
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "max.request.size", 8 * 1024 * 1024),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    @AfterAll
    void stop() {
        producer.close(Duration.ZERO);
        kafka.close();
    }

    @Test
    void everyRenditionIsStatedOnceAcrossARestartThatFindsNoLocalState() throws Exception {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            List<Event> film = new Film("film-" + i, 1, 10).events();
            events.addAll(film);
            events.addAll(film.subList(0, 5));
        }
        Collections.shuffle(events, new Random(3));
        int half = events.size() / 2;

        try (Running running = new Running("first")) {
            events.subList(0, half).forEach(this::send);
            await().atMost(LONG_ENOUGH).until(() -> !complete().isEmpty());
        }
        try (Running running = new Running("second")) {
            events.subList(half, events.size()).forEach(this::send);
            await().atMost(LONG_ENOUGH).until(() -> complete().size() >= 60);
            producer.flush();
            await().atMost(LONG_ENOUGH).until(this::everythingIsRead);
        }

        assertThat(complete().stream().filter(id -> id.startsWith("film-")))
                .hasSize(60)
                .doesNotHaveDuplicates();
        assertThat(read("segment-encoded.dlq"))
                .noneMatch(r -> r.key() != null && r.key().startsWith("film-"));
    }

    @Test
    void badEventsBecomeDeadLettersAndTheOthersGoOn() throws Exception {
        Film film = new Film("mixed", 1, 2);
        try (Running running = new Running("bad")) {
            send(film.chunkReady(0));
            send(film.chunkEncoded(0));
            send(film.encoded(
                    Film.TRACK, 1, Film.output("v720", Film.segment(2, 2 * Film.DURATION - 1, Film.DURATION))));
            Envelope encoded = codec.write(film.chunkEncoded(1), "/segue/test", null);
            send("segment-encoded", encoded, "{}".getBytes(StandardCharsets.UTF_8));
            send("segment-encoded", encoded, null);
            send(film.chunkEncoded(1));

            await().atMost(LONG_ENOUGH).until(() -> complete().contains("mixed/1/rendition-complete/v360"));
        }

        List<String> messages = read("segment-encoded.dlq").stream()
                .filter(r -> "mixed".equals(r.key()))
                .map(r -> header(r, "dlq-error-message"))
                .toList();
        assertThat(messages)
                .containsExactly(
                        "overlap: mixed/1/v720: segment 2 starts at 102399 but segment 1 ends at 102400",
                        "not a valid segment-encoded event: generation: must be a whole number",
                        "expected a JSON object but the record has no value");
    }

    @Test
    void everyKindOfUnreadableEventIsKeptAsItCameAndTheOthersGoOn() throws Exception {
        Film film = new Film("behind", 1, 1);
        Envelope good = codec.write(film.chunkEncoded(0), "/segue/test", null);
        String type = good.headers().get(Envelope.TYPE);
        byte[] noise = new byte[5_000_000];
        new Random(1).nextBytes(noise);
        List<ProducerRecord<String, byte[]>> bad = List.of(
                raw("behind", type, "{".getBytes(StandardCharsets.UTF_8)),
                raw("behind", "cms.film-bought.v1", good.value()),
                raw("behind", "segue.segment-encoded.v2", good.value()),
                raw("behind", null, good.value()),
                raw("behind", type, null),
                raw(null, type, good.value()),
                raw("somebody-else", type, good.value()),
                raw("behind", type, noise));
        send(film.chunkReady(0));
        bad.forEach(producer::send);
        send(film.chunkEncoded(0));

        try (Running running = new Running("unreadable")) {
            await().atMost(LONG_ENOUGH).until(() -> complete().contains("behind/1/rendition-complete/v360"));

            List<ConsumerRecord<String, byte[]>> letters = read("segment-encoded.dlq").stream()
                    .filter(r -> r.headers().lastHeader("unreadable") != null)
                    .toList();
            assertThat(letters).hasSize(bad.size());
            for (int i = 0; i < bad.size(); i++) {
                assertThat(letters.get(i).key()).isEqualTo(bad.get(i).key());
                assertThat(Arrays.equals(letters.get(i).value(), bad.get(i).value()))
                        .isTrue();
            }
            assertThat(letters)
                    .extracting(r -> header(r, "dlq-error-code"))
                    .containsExactly(
                            "malformed-event",
                            "malformed-event",
                            "malformed-event",
                            "malformed-event",
                            "malformed-event",
                            "key-differs",
                            "key-differs",
                            "malformed-event");
            assertThat(running.counted("key-differs")).isEqualTo(2);
            assertThat(running.counted("malformed-event")).isGreaterThanOrEqualTo(6);
        }
    }

    /** In the partition of the film "behind", so that its events stand behind it. */
    private ProducerRecord<String, byte[]> raw(String key, String type, byte[] value) {
        int partition = BuiltInPartitioner.partitionForKey("behind".getBytes(StandardCharsets.UTF_8), 4);
        ProducerRecord<String, byte[]> record = new ProducerRecord<>("segment-encoded", partition, key, value);
        record.headers().add("unreadable", null);
        if (type != null) {
            record.headers().add(Envelope.TYPE, type.getBytes(StandardCharsets.UTF_8));
        }
        return record;
    }

    private boolean everythingIsRead() throws Exception {
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()))) {
            Map<TopicPartition, OffsetAndMetadata> read = admin.listConsumerGroupOffsets("segue-assembler")
                    .partitionsToOffsetAndMetadata()
                    .get();
            Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
            for (int partition = 0; partition < 4; partition++) {
                ends.put(new TopicPartition("segments-ready", partition), OffsetSpec.latest());
                ends.put(new TopicPartition("segment-encoded", partition), OffsetSpec.latest());
            }
            return admin.listOffsets(ends).all().get().entrySet().stream()
                    .allMatch(end -> end.getValue().offset() == 0
                            || read.containsKey(end.getKey())
                                    && read.get(end.getKey()).offset()
                                            == end.getValue().offset());
        }
    }

    private final class Running implements AutoCloseable {
        private final ApplicationContext context;
        private final StagePart part;

        Running(String state) {
            Map<String, Object> properties = new HashMap<>();
            properties.put("segue.stage.assembler.enabled", "true");
            properties.put("segue.kafka.bootstrap-servers", kafka.bootstrapServers());
            properties.put("segue.streams.state-dir", folder.resolve(state).toString());
            context = ApplicationContext.builder()
                    .properties(properties)
                    .deduceEnvironment(false)
                    .singletons(new SimpleMeterRegistry())
                    .start();
            part = context.getBean(StagePart.class);
            part.start();
            await().atMost(LONG_ENOUGH).until(part::ready);
        }

        double counted(String code) {
            return context.getBean(MeterRegistry.class)
                    .get("segue.stage.dead.letters")
                    .tags("stage", "assembler", "code", code)
                    .counter()
                    .count();
        }

        @Override
        public void close() {
            part.close();
            context.close();
        }
    }

    private void send(Event event) {
        Envelope envelope = codec.write(event, "/segue/test", null);
        send(EventType.of(event).topic(), envelope, envelope.value());
    }

    private void send(String topic, Envelope envelope, byte[] value) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, envelope.key(), value);
        envelope.headers().forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        producer.send(record);
    }

    /** Ids of what was stated, in committed transactions only. */
    private List<String> complete() throws Exception {
        List<String> ids = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : read("rendition-complete")) {
            RenditionComplete event = codec.read(
                    RenditionComplete.class, Map.of(Envelope.TYPE, header(record, Envelope.TYPE)), record.value());
            ids.add(header(record, Envelope.ID));
            assertThat(event.segments()).isNotEmpty();
        }
        return ids;
    }

    private List<ConsumerRecord<String, byte[]>> read(String topic) {
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

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
