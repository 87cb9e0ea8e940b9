package dev.segue.assembler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.contract.Cancel;
import dev.segue.contract.Envelope;
import dev.segue.contract.Event;
import dev.segue.contract.EventCodec;
import dev.segue.contract.EventType;
import dev.segue.contract.Prioritize;
import dev.segue.contract.Priority;
import dev.segue.contract.RenditionComplete;
import dev.segue.contract.SegmentEncoded.Output;
import dev.segue.stage.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.errors.LogAndContinueProcessingExceptionHandler;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class AssemblerTopologyTest {
    private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");
    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final String DEAD = "dead";

    private final EventCodec codec = new EventCodec(Clock.fixed(START, ZoneOffset.UTC));
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final TopologyTestDriver driver = new TopologyTestDriver(
            AssemblerTopology.of(
                    codec,
                    new AssemblerSettings(Duration.ofDays(7), Duration.ofSeconds(2)),
                    new DropCounts(registry),
                    Tracing.off()),
            settings(),
            START);
    private final Map<String, TestInputTopic<String, byte[]>> inputs = new HashMap<>();
    private final TestOutputTopic<String, byte[]> complete =
            driver.createOutputTopic("rendition-complete", new StringDeserializer(), new ByteArrayDeserializer());
    private final TestOutputTopic<byte[], byte[]> dead =
            driver.createOutputTopic(DEAD, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    private final Film film = new Film("v1", 1, 2);

    private static Properties settings() {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "segue-assembler");
        settings.put(
                StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
                LogAndContinueProcessingExceptionHandler.class);
        settings.put(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, DEAD);
        return settings;
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void statesACompleteRenditionAsACloudEvent() throws Exception {
        film.events().forEach(this::send);

        List<TestRecord<String, byte[]>> records = complete.readRecordsToList();
        assertThat(records).hasSize(3).allSatisfy(record -> assertThat(record.key())
                .isEqualTo("v1"));
        Map<String, String> headers = texts(records.getFirst());
        assertThat(headers)
                .containsEntry("ce_id", "v1/1/rendition-complete/v720")
                .containsEntry("ce_source", "/segue/assembler")
                .containsEntry("ce_subject", "v1")
                .containsEntry("traceparent", TRACE);
        RenditionComplete event =
                codec.read(RenditionComplete.class, headers, records.getFirst().value());
        assertThat(event.segments()).hasSize(4);
        assertThat(dead.isEmpty()).isTrue();
    }

    @Test
    void whatIsCompleteStaysCompleteUntilItIsForgotten() {
        film.events().forEach(this::send);
        assertThat(complete.readRecordsToList()).hasSize(3);

        driver.advanceWallClockTime(Duration.ofDays(7).minusSeconds(1));
        film.events().forEach(this::send);

        assertThat(complete.isEmpty()).isTrue();
        assertThat(keys(CountUnits.PARTS)).isEmpty();
        assertThat(keys(CountUnits.RENDITIONS)).isEmpty();
        assertThat(keys(CountUnits.RUNS)).containsExactly("v1");
        assertThat(dropped("late")).as("two chunks and the sound").isEqualTo(3);

        driver.advanceWallClockTime(Duration.ofSeconds(31));

        assertThat(keys(CountUnits.RUNS)).isEmpty();
        assertThat(keys(CountUnits.TIMERS)).isEmpty();
    }

    @Test
    void aResultThatComesAfterItsRunWasForgottenIsDroppedAndCountedInTheEnd() {
        film.events().forEach(this::send);
        driver.advanceWallClockTime(Duration.ofDays(8));
        complete.readRecordsToList();

        send(film.chunkEncoded(0));
        send(film.chunkEncoded(1));
        assertThat(keys(CountUnits.PARTS)).hasSize(4);
        driver.advanceWallClockTime(Duration.ofDays(8));

        assertThat(complete.isEmpty()).isTrue();
        assertThat(dropped("late")).isEqualTo(2);
        for (String store : List.of(CountUnits.RUNS, CountUnits.RENDITIONS, CountUnits.PARTS, CountUnits.TIMERS)) {
            assertThat(keys(store)).as(store).isEmpty();
        }
    }

    @Test
    void resultsOfCancelledAndSupersededRunsAreDroppedAndCounted() {
        send(film.chunkReady(0));
        send(film.chunkEncoded(0));
        send(film.chunkEncoded(0));
        send(new Cancel("v1", 1, "Uploaded by mistake."));
        send(new Prioritize("v1", 1, Priority.URGENT, START));
        send(film.chunkEncoded(1));
        send(new Film("v1", 2, 2).chunkReady(0));
        send(film.chunkEncoded(1));

        assertThat(complete.isEmpty()).isTrue();
        assertThat(dead.isEmpty()).isTrue();
        assertThat(dropped("duplicate")).isEqualTo(1);
        assertThat(dropped("cancelled")).isEqualTo(1);
        assertThat(dropped("superseded")).isEqualTo(1);
        assertThat(keys(CountUnits.RENDITIONS)).containsExactly("v1/2/v360", "v1/2/v720");
        assertThat(keys(CountUnits.PARTS)).isEmpty();

        new Film("v1", 2, 2).events().forEach(this::send);
        assertThat(complete.readRecordsToList()).hasSize(3);
    }

    @Test
    void unitsInProgressAreNotForgotten() {
        film.announced().forEach(this::send);
        send(film.chunkEncoded(0));
        driver.advanceWallClockTime(Duration.ofDays(30));

        send(film.chunkEncoded(1));

        assertThat(complete.readRecordsToList()).hasSize(2);
    }

    @Test
    void unitsAreKeptInTheOrderOfTheirNumbers() {
        Film longFilm = new Film("v2", 1, 120);
        for (int i = 119; i >= 0; i--) {
            send(longFilm.chunkEncoded(i));
        }
        send(new Film("v20", 1, 120).chunkEncoded(0));
        longFilm.announced().forEach(this::send);

        assertThat(complete.readRecordsToList()).hasSize(2);
        assertThat(keys(CountUnits.PARTS)).hasSize(2).allMatch(key -> key.startsWith("v20/1/"));
    }

    @Test
    void anEventThatBreaksTheRunBecomesADeadLetterAndCanBeReplayed() {
        film.announced().forEach(this::send);
        send(film.chunkEncoded(0));
        Output gap = Film.output("v720", Film.segment(2, 2 * Film.DURATION + 7, Film.DURATION));
        send(film.encoded(Film.TRACK, 1, gap));

        TestRecord<byte[], byte[]> letter = dead.readRecord();
        assertThat(new String(letter.key(), StandardCharsets.UTF_8)).isEqualTo("v1");
        assertThat(texts(letter)).containsEntry("ce_id", "v1/1/segment-encoded/video-h264/1");
        assertThat(texts(letter).values())
                .anyMatch(v -> v.contains("gap: v1/1/v720: segment 2 starts at 102407 but segment 1 ends at 102400"));
        assertThat(complete.isEmpty()).isTrue();

        send(film.chunkEncoded(1));

        assertThat(complete.readRecordsToList()).hasSize(2);
    }

    @Test
    void whatIsNoEventOfItsKindBecomesADeadLetter() {
        Envelope good = codec.write(film.chunkEncoded(0), "/segue/encoder", null);
        pipe(
                "segment-encoded",
                "v1",
                good.headers(),
                "{\"generation\":1,\"unit\":0,\"cpuMs\":0}".getBytes(StandardCharsets.UTF_8));
        pipe("segment-encoded", "v1", Map.of(), good.value());
        pipe("segment-encoded", "v1", good.headers(), null);
        pipe("segment-encoded", "v2", good.headers(), good.value());

        List<String> messages = new ArrayList<>();
        dead.readRecordsToList()
                .forEach(letter -> messages.add(String.join(" ", texts(letter).values())));
        assertThat(messages).hasSize(4);
        assertThat(messages.get(0)).contains("videoId is missing");
        assertThat(messages.get(1)).contains("unknown ce_type: none");
        assertThat(messages.get(2)).contains("the record has no value");
        assertThat(messages.get(3)).contains("key-differs: v1/1/*: the record's key is v2");
        assertThat(keys(CountUnits.RENDITIONS)).isEmpty();
    }

    private void send(Event event) {
        Envelope envelope = codec.write(event, "/segue/test", TRACE);
        pipe(EventType.of(event).topic(), envelope.key(), envelope.headers(), envelope.value());
    }

    private void pipe(String topic, String key, Map<String, String> headers, byte[] value) {
        RecordHeaders kafka = new RecordHeaders();
        headers.forEach((name, text) -> kafka.add(name, text.getBytes(StandardCharsets.UTF_8)));
        inputs.computeIfAbsent(
                        topic, t -> driver.createInputTopic(t, new StringSerializer(), new ByteArraySerializer()))
                .pipeInput(new TestRecord<>(key, value, kafka, START));
    }

    private double dropped(String reason) {
        return registry.get("segue.assembler.results.dropped")
                .tag("reason", reason)
                .counter()
                .count();
    }

    private List<String> keys(String store) {
        List<String> keys = new ArrayList<>();
        try (KeyValueIterator<String, Object> all =
                driver.<String, Object>getKeyValueStore(store).all()) {
            all.forEachRemaining(entry -> keys.add(entry.key));
        }
        return keys;
    }

    private static Map<String, String> texts(TestRecord<?, ?> record) {
        Map<String, String> texts = new HashMap<>();
        record.headers().forEach(h -> texts.put(h.key(), new String(h.value(), StandardCharsets.UTF_8)));
        return texts;
    }
}
