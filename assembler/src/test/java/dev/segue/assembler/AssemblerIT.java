package dev.segue.assembler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.segue.contract.Envelope;
import dev.segue.contract.Event;
import dev.segue.contract.RenditionComplete;
import dev.segue.stage.StagePart;
import io.micronaut.context.ApplicationContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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
            broker.send(film.chunkReady(0));
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
                .filter(r -> r.key().equals("mixed"))
                .map(r -> Broker.header(r, "dlq-error-message"))
                .toList();
        assertThat(messages)
                .containsExactly(
                        "overlap: mixed/1/v720: segment 2 starts at 102399 but segment 1 ends at 102400",
                        "not a valid segment-encoded event: generation: must be a whole number",
                        "expected a JSON object but the record has no value");
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
                    .start();
            part = context.getBean(StagePart.class);
            part.start();
            await().atMost(LONG_ENOUGH).until(part::ready);
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
