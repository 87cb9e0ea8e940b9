package dev.segue.assembler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.segue.contract.Envelope;
import dev.segue.contract.Event;
import dev.segue.contract.RenditionComplete;
import dev.segue.stage.StagePart;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.context.ApplicationContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
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

    private Path folder;
    private Broker broker;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        folder = temporary;
        broker = new Broker(folder.resolve("kafka"));
    }

    @AfterAll
    void stop() {
        broker.close();
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
            events.subList(0, half).forEach(broker::send);
            await().atMost(LONG_ENOUGH).until(() -> !complete().isEmpty());
        }
        try (Running running = new Running("second")) {
            events.subList(half, events.size()).forEach(broker::send);
            await().atMost(LONG_ENOUGH).until(() -> complete().size() >= 60);
            await().atMost(LONG_ENOUGH).until(() -> broker.isCounted(broker.ends()));
        }

        assertThat(complete().stream().filter(id -> id.startsWith("film-")))
                .hasSize(60)
                .doesNotHaveDuplicates();
        assertThat(broker.read("segment-encoded.dlq"))
                .noneMatch(r -> r.key() != null && r.key().startsWith("film-"));
    }

    @Test
    void badEventsBecomeDeadLettersAndTheOthersGoOn() throws Exception {
        Film film = new Film("mixed", 1, 2);
        try (Running running = new Running("bad")) {
            film.announced().forEach(broker::send);
            broker.send(film.chunkEncoded(0));
            broker.send(film.encoded(
                    Film.TRACK, 1, Film.output("v720", Film.segment(2, 2 * Film.DURATION - 1, Film.DURATION))));
            Envelope encoded = broker.codec().write(film.chunkEncoded(1), "/segue/test", null);
            broker.send("segment-encoded", encoded, "{}".getBytes(StandardCharsets.UTF_8));
            broker.send("segment-encoded", encoded, null);
            broker.send(film.chunkEncoded(1));

            await().atMost(LONG_ENOUGH).until(() -> complete().contains("mixed/1/rendition-complete/v360"));
        }

        List<String> messages = broker.read("segment-encoded.dlq").stream()
                .filter(r -> "mixed".equals(r.key()))
                .map(r -> Broker.header(r, "dlq-error-message"))
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
        Envelope good = broker.codec().write(film.chunkEncoded(0), "/segue/test", null);
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
        broker.send(film.chunkReady(0));
        bad.forEach(broker::send);
        broker.send(film.chunkEncoded(0));

        try (Running running = new Running("unreadable")) {
            await().atMost(LONG_ENOUGH).until(() -> complete().contains("behind/1/rendition-complete/v360"));

            List<ConsumerRecord<String, byte[]>> letters = broker.read("segment-encoded.dlq").stream()
                    .filter(r -> r.headers().lastHeader("unreadable") != null)
                    .toList();
            assertThat(letters).hasSize(bad.size());
            for (int i = 0; i < bad.size(); i++) {
                assertThat(letters.get(i).key()).isEqualTo(bad.get(i).key());
                assertThat(Arrays.equals(letters.get(i).value(), bad.get(i).value()))
                        .isTrue();
            }
            assertThat(letters)
                    .extracting(r -> Broker.header(r, "dlq-error-code"))
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

    private final class Running implements AutoCloseable {
        private final ApplicationContext context;
        private final StagePart part;

        Running(String state) {
            Map<String, Object> properties = new HashMap<>();
            properties.put("segue.stage.assembler.enabled", "true");
            properties.put("segue.kafka.bootstrap-servers", broker.bootstrapServers());
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

    /** Ids of what was stated, in committed transactions only. */
    private List<String> complete() throws Exception {
        List<String> ids = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : broker.read("rendition-complete")) {
            RenditionComplete event = broker.codec()
                    .read(
                            RenditionComplete.class,
                            Map.of(Envelope.TYPE, Broker.header(record, Envelope.TYPE)),
                            record.value());
            ids.add(Broker.header(record, Envelope.ID));
            assertThat(event.segments()).isNotEmpty();
        }
        return ids;
    }
}
