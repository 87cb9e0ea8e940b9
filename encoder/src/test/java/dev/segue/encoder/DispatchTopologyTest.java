package dev.segue.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segue.contract.Cancel;
import dev.segue.contract.Envelope;
import dev.segue.contract.Event;
import dev.segue.contract.EventCodec;
import dev.segue.contract.EventType;
import dev.segue.contract.Forecast;
import dev.segue.contract.MalformedEventException;
import dev.segue.contract.Prioritize;
import dev.segue.contract.Priority;
import dev.segue.contract.Segment;
import dev.segue.contract.SegmentEncoded;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.StoredObject;
import dev.segue.stage.HeaderTexts;
import dev.segue.stage.JsonSerde;
import dev.segue.stage.Tracing;
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
import java.util.TreeSet;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.errors.LogAndContinueProcessingExceptionHandler;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedForward;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DispatchTopologyTest {
    private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");
    private static final String DEAD = "dead";
    private static final Duration PERIOD = Duration.ofHours(2);

    private final EventCodec codec = new EventCodec(Clock.fixed(START, ZoneOffset.UTC));
    private long nanos = 1_000_000_000_000L;
    private Instant time = START;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final DispatchDesk desk = desk(4);
    private final DispatchBudget budget = desk.budget();
    private final TopologyTestDriver driver =
            new TopologyTestDriver(DispatchTopology.of(codec, desk, 1), settings(), START);
    private final TestInputTopic<String, byte[]> ready =
            driver.createInputTopic("segments-ready", new StringSerializer(), new ByteArraySerializer());
    private final TestOutputTopic<String, byte[]> queue =
            driver.createOutputTopic("encode-queue", new StringDeserializer(), new ByteArrayDeserializer());

    private DispatchDesk desk(int slots) {
        return DispatchDesk.of(slots, 1, PERIOD, meters, Tracing.off(), () -> nanos);
    }

    private static Properties settings() {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "segue-dispatcher");
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
    void aUnitIsReleasedOnArrivalWhenThereIsRoom() {
        DispatchFilm film = new DispatchFilm("v1", Priority.LOW);
        budget.observe(0, nanos);
        byte[] value = send(film.chunk(7));
        send(film.sound());

        List<TestRecord<String, byte[]>> records = queue.readRecordsToList();
        assertThat(records).extracting(TestRecord::key).containsExactly("v1/1/video-h264/7", "v1/1/a1/0");
        assertThat(records.getFirst().value()).isEqualTo(value);
        Map<String, String> headers = new HashMap<>();
        records.getFirst().headers().forEach(h -> headers.put(h.key(), new String(h.value(), StandardCharsets.UTF_8)));
        assertThat(headers)
                .isEqualTo(
                        codec.write(film.chunk(7), "/segue/splitter", "trace").headers());
    }

    @Test
    void asManyUnitsAreReleasedAsThereAreSlotsAndTheNextWhenOneComesBack() {
        DispatchFilm film = new DispatchFilm("v1", Priority.NORMAL);
        budget.observe(0, nanos);
        for (int i = 0; i < 12; i++) {
            send(film.chunk(i));
        }
        assertThat(released()).containsExactly(keys("v1", 0, 4));

        look(5); // four units and the marker of their transaction
        assertThat(released()).isEmpty();

        state(encoded("v1", 2));
        assertThat(released()).as("at once").containsExactly(keys("v1", 4, 5));
        state(encoded("v1", 2));
        assertThat(released()).as("of a result that comes twice").isEmpty();
    }

    @Test
    void twoOwnersShareEvenlyThoughOneCameFirst() {
        DispatchFilm first = new DispatchFilm("v1", Priority.NORMAL, "first");
        DispatchFilm second = new DispatchFilm("v2", Priority.NORMAL, "second");
        for (int i = 0; i < 9; i++) {
            send(first.chunk(i));
        }
        time = START.plusSeconds(600);
        for (int i = 0; i < 2; i++) {
            send(second.chunk(i));
        }

        look(0);

        assertThat(released())
                .containsExactly("v1/1/video-h264/0", "v2/1/video-h264/0", "v1/1/video-h264/1", "v2/1/video-h264/1");
    }

    @Test
    void whatAUnitCostIsLearntAndTheBacklogShownInSeconds() {
        budget.observe(0, nanos);
        DispatchFilm film = new DispatchFilm("v1", Priority.LOW, "studio");
        for (int i = 0; i < 10; i++) {
            send(film.chunk(i));
        }
        tick();
        assertThat(waiting("low", "studio")).as("six units as they are guessed").isEqualTo(5.53, within(0.01));

        state(encoded("v1", 0));
        tick();

        assertThat(waiting("low", "studio")).as("five of 1.5 s").isEqualTo(7.5, within(0.01));
        assertThat(waiting("urgent", "(others)")).isZero();
    }

    @Test
    void tellsWhenEachVideoWillBeEncodedAndAgainWhenThatMoves() {
        budget.observe(0, nanos);
        DispatchFilm first = new DispatchFilm("v1", Priority.HIGH);
        DispatchFilm second = new DispatchFilm("v2", Priority.LOW);
        for (int i = 0; i < 6; i++) {
            send(first.chunk(i));
        }
        for (int i = 0; i < 4; i++) {
            send(second.chunk(i));
        }
        tick();

        // A unit is guessed to take 0.92 s. Four are overdue and nearly done, two wait and then four, on four slots.
        Map<String, Forecast> told = forecasts();
        assertThat(told.keySet()).containsExactlyInAnyOrder("v1", "v2");
        assertThat(told.get("v1").leftMs()).isBetween(2_200L, 2_220L);
        assertThat(told.get("v1").aheadMs()).isZero();
        assertThat(told.get("v1").encodedBy()).isBetween(at(5_000 + 1_150), at(5_000 + 1_300));
        assertThat(told.get("v2").aheadMs()).isBetween(2_200L, 2_220L);
        assertThat(told.get("v2").encodedBy()).isBetween(at(5_000 + 2_000), at(5_000 + 2_400));

        tick();
        assertThat(forecasts().keySet())
                .as("nobody works, so it takes five seconds longer")
                .hasSize(2);
        state(new Cancel("v1", 1, "Uploaded by mistake."));
        tick();
        assertThat(forecasts().keySet()).containsExactly("v2");
    }

    @Test
    void aFilmThatBecomesUrgentOvertakesWhatWaitsAndItsLaterUnitsToo() {
        budget.observe(0, nanos);
        send4("first");
        DispatchFilm waiting = new DispatchFilm("v1", Priority.NORMAL);
        DispatchFilm other = new DispatchFilm("v2", Priority.NORMAL);
        send(other.chunk(0));
        send(waiting.chunk(0));
        state(new Prioritize("v1", 1, Priority.URGENT, START));
        send(other.chunk(1));
        send(waiting.chunk(1));
        state(encoded("first", 0));
        state(encoded("first", 1));
        state(encoded("first", 2));
        assertThat(released()).containsExactly("v1/1/video-h264/0", "v1/1/video-h264/1", "v2/1/video-h264/0");
    }

    @Test
    void aFilmThatBecomesLessUrgentIsOvertakenAndAnotherRunOfItIsNot() {
        budget.observe(0, nanos);
        send4("first");
        DispatchFilm waiting = new DispatchFilm("v1", Priority.URGENT);
        send(waiting.chunk(0));
        send(new DispatchFilm("v2", Priority.NORMAL).chunk(0));
        state(new Prioritize("v1", 1, Priority.LOW, START));
        state(new Prioritize("v2", 2, Priority.LOW, START.plusSeconds(1)));
        state(encoded("first", 0));
        assertThat(released()).containsExactly("v2/1/video-h264/0");
    }

    /** Takes all four slots. */
    private void send4(String video) {
        DispatchFilm film = new DispatchFilm(video, Priority.NORMAL);
        for (int i = 0; i < 4; i++) {
            send(film.chunk(i));
        }
        assertThat(released()).hasSize(4);
    }

    private static Instant at(long ms) {
        return START.plusMillis(ms);
    }

    private Map<String, Forecast> forecasts() {
        Map<String, Forecast> told = new HashMap<>();
        driver.createOutputTopic("forecast", new StringDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList()
                .forEach(record -> {
                    try {
                        told.put(record.key(), (Forecast)
                                codec.readAny(HeaderTexts.of(record.headers()), record.value()));
                    } catch (MalformedEventException e) {
                        throw new AssertionError(e);
                    }
                });
        return told;
    }

    private void tick() {
        driver.advanceWallClockTime(DispatchProcessor.LOOK_FOR_OVERDUE);
    }

    private double waiting(String priority, String owner) {
        return meters.get("segue.dispatcher.backlog.work.seconds")
                .tags("priority", priority, "owner", owner)
                .gauge()
                .value();
    }

    private static SegmentEncoded encoded(String video, int unit) {
        StoredObject object = new StoredObject(1, "1".repeat(64));
        SegmentEncoded.Output output = new SegmentEncoded.Output(
                "v720", "avc1.64001f", 12_800, object, 100, List.of(new Segment(unit, 0, 1, object)), null);
        return new SegmentEncoded(video, 1, "video-h264", unit, 1_500, List.of(output), List.of());
    }

    private void state(Event event) {
        Envelope envelope = codec.write(event, "/segue/test", "trace");
        RecordHeaders headers = new RecordHeaders();
        envelope.headers().forEach((name, text) -> headers.add(name, text.getBytes(StandardCharsets.UTF_8)));
        driver.createInputTopic(EventType.of(event).topic(), new StringSerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(envelope.key(), envelope.value(), headers, time));
    }

    @Test
    void urgentUnitsOvertakeAndUnitsOfOneFilmKeepTheirOrder() {
        DispatchFilm low = new DispatchFilm("low", Priority.LOW);
        DispatchFilm urgent = new DispatchFilm("urgent", Priority.URGENT);
        for (int i = 0; i < 12; i++) {
            send(low.chunk(i));
        }
        time = START.plus(Duration.ofHours(1));
        send(urgent.chunk(10));
        send(urgent.chunk(9));

        look(0);

        assertThat(released())
                .containsExactly(
                        "urgent/1/video-h264/9", "urgent/1/video-h264/10", "low/1/video-h264/0", "low/1/video-h264/1");
    }

    @Test
    void soundGoesBeforeThePictureThatIsDueAtTheSameTimeWhateverItsTrackIsCalled() {
        DispatchFilm film = new DispatchFilm("v1", Priority.NORMAL);
        send(film.chunk(0));
        send(film.sound("z1"));
        time = START.plusMillis(1);
        send(film.sound("a1"));

        look(0);

        assertThat(released()).containsExactly("v1/1/z1/0", "v1/1/video-h264/0", "v1/1/a1/0");
    }

    @Test
    void soundStillGoesFirstAfterARestart() {
        DispatchFilm film = new DispatchFilm("v1", Priority.NORMAL);
        send(film.chunk(0));
        send(film.sound("z1"));
        MockProcessorContext<String, byte[]> context = new MockProcessorContext<>();
        restored(context);
        DispatchDesk deskAfter = desk(20);
        DispatchBudget budgetAfter = deskAfter.budget();
        DispatchProcessor after = new DispatchProcessor(new DispatchEvents(codec), deskAfter);
        context.setCurrentSystemTimeMs(START.toEpochMilli());
        after.init(context);
        budgetAfter.observe(0, nanos);
        context.scheduledPunctuators().getFirst().getPunctuator().punctuate(0);

        assertThat(context.forwarded().stream()
                        .map(f -> String.valueOf(f.record().key())))
                .containsExactly("v1/1/z1/0", "v1/1/video-h264/0");
    }

    @Test
    void lowUnitsComeFirstWhenTheyHaveWaitedLongEnough() {
        send(new DispatchFilm("low", Priority.LOW).chunk(0));
        time = START.plus(Priority.LOW.slack()).plusMillis(1);
        send(new DispatchFilm("urgent", Priority.URGENT).chunk(0));

        look(4); // of others, the last of them the marker

        assertThat(released()).containsExactly("low/1/video-h264/0");
    }

    @Test
    void aUnitThatWaitsIsNotQueuedTwiceButMayBecomeMoreUrgent() {
        DispatchFilm film = new DispatchFilm("v1", Priority.NORMAL);
        send(film.chunk(0));
        send(film.chunk(1));
        time = START.plusSeconds(60);
        send(film.chunk(0));
        send(new DispatchFilm("v1", Priority.URGENT).chunk(1));

        look(0);

        assertThat(released()).containsExactly("v1/1/video-h264/1", "v1/1/video-h264/0");
        assertThat(pending(driver.getKeyValueStore(DispatchPending.STORE))).isEmpty();
    }

    @Test
    void aUnitThatComesAgainAfterItsReleaseIsReleasedAgain() {
        DispatchFilm film = new DispatchFilm("v1", Priority.NORMAL);
        budget.observe(0, nanos);
        send(film.chunk(0));
        send(film.chunk(0));

        assertThat(released()).containsExactly("v1/1/video-h264/0", "v1/1/video-h264/0");
    }

    @Test
    void whatIsNoUnitBecomesADeadLetter() {
        budget.observe(0, nanos);
        ready.pipeInput("v1", "{}".getBytes(StandardCharsets.UTF_8));

        assertThat(queue.isEmpty()).isTrue();
        assertThat(driver.createOutputTopic(DEAD, new StringDeserializer(), new StringDeserializer())
                        .readValue())
                .isEqualTo("{}");
    }

    @Test
    void whatWaitedBeforeARestartIsReleasedAfterItOnceAndInOrder() {
        for (int i = 0; i < 6; i++) {
            send(new DispatchFilm("low", Priority.LOW).chunk(i));
            send(new DispatchFilm("high", Priority.HIGH).chunk(i));
        }
        look(3); // of others, the last of them the marker
        List<String> all = new ArrayList<>(released());
        assertThat(all).hasSize(2);
        MockProcessorContext<String, byte[]> context = new MockProcessorContext<>();
        KeyValueStore<String, DispatchEntry> restored = restored(context);

        DispatchDesk deskAfter = desk(20);
        DispatchBudget budgetAfter = deskAfter.budget();
        DispatchProcessor after = new DispatchProcessor(new DispatchEvents(codec), deskAfter);
        context.setCurrentSystemTimeMs(START.toEpochMilli());
        after.init(context);
        budgetAfter.observe(0, nanos);
        context.scheduledPunctuators().getFirst().getPunctuator().punctuate(0);

        for (CapturedForward<? extends String, ? extends byte[]> forward : context.forwarded()) {
            Record<? extends String, ? extends byte[]> record = forward.record();
            all.add(record.key());
        }
        List<String> expected = new ArrayList<>(List.of(keys("high", 0, 6)));
        expected.addAll(List.of(keys("low", 0, 6)));
        assertThat(all).isEqualTo(expected);
        assertThat(pending(restored)).isEmpty();
        assertThat(context.committed()).isTrue();
    }

    @Test
    void unitsThatFollowCloselyAreShownWithTheNextTick() {
        for (int i = 0; i < 6; i++) {
            send(new DispatchFilm("v1", Priority.NORMAL).chunk(i));
        }
        MockProcessorContext<String, byte[]> context = new MockProcessorContext<>();
        KeyValueStore<String, DispatchEntry> waiting = restored(context);
        DispatchDesk later = desk(4);
        context.setCurrentSystemTimeMs(START.toEpochMilli());
        new DispatchProcessor(new DispatchEvents(codec), later).init(context);
        Punctuator tick = context.scheduledPunctuators().getFirst().getPunctuator();
        later.budget().observe(0, nanos);
        tick.punctuate(0);
        assertThat(pending(waiting)).hasSize(2);
        assertThat(context.committed()).isTrue();
        context.resetCommit();

        later.budget().returned(context.taskId(), 2);
        context.setCurrentSystemTimeMs(START.toEpochMilli() + 10);
        tick.punctuate(10);
        assertThat(pending(waiting)).isEmpty();
        assertThat(context.committed()).isFalse();

        context.setCurrentSystemTimeMs(START.toEpochMilli() + 60);
        tick.punctuate(60);
        assertThat(context.committed()).isTrue();
    }

    @Test
    void aTaskThatIsClosedLeavesTheBudget() {
        DispatchDesk closing = desk(2);
        DispatchBudget closed = closing.budget();
        try (TopologyTestDriver other =
                new TopologyTestDriver(DispatchTopology.of(codec, closing, 1), settings(), START)) {
            assertThat(closed.wantsLook()).isTrue();
        }

        assertThat(closed.wantsLook()).isFalse();
    }

    /** The store as a new process finds it: filled from the changelog before the processor begins. */
    private KeyValueStore<String, DispatchEntry> restored(MockProcessorContext<String, byte[]> context) {
        KeyValueStore<String, DispatchEntry> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(DispatchPending.STORE),
                        Serdes.String(),
                        JsonSerde.of(DispatchEntry.class))
                .withLoggingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        addEmpty(context, DispatchAtWork.STORE, JsonSerde.of(DispatchAtWork.Released.class));
        addEmpty(context, DispatchWithdrawn.STORE, JsonSerde.of(DispatchWithdrawn.Withdrawn.class));
        addEmpty(context, DispatchPending.SHARES, JsonSerde.of(Double.class));
        addEmpty(context, DispatchCosts.STORE, JsonSerde.of(DispatchCosts.Samples.class));
        KeyValueStore<String, DispatchEntry> before = driver.getKeyValueStore(DispatchPending.STORE);
        try (KeyValueIterator<String, DispatchEntry> entries = before.all()) {
            entries.forEachRemaining(entry -> store.put(entry.key, entry.value));
        }
        return store;
    }

    private static <T> void addEmpty(MockProcessorContext<?, ?> context, String name, Serde<T> values) {
        KeyValueStore<String, T> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(name), Serdes.String(), values)
                .withLoggingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
    }

    private byte[] send(SegmentsReady event) {
        Envelope envelope = codec.write(event, "/segue/splitter", "trace");
        RecordHeaders headers = new RecordHeaders();
        envelope.headers().forEach((name, text) -> headers.add(name, text.getBytes(StandardCharsets.UTF_8)));
        ready.pipeInput(new TestRecord<>(envelope.key(), envelope.value(), headers, time));
        return envelope.value();
    }

    /** A look at the backlog when everything released before is surely counted, and the tick after it. */
    private void look(long backlog) {
        nanos += Duration.ofSeconds(1).toNanos();
        budget.observe(backlog, nanos);
        driver.advanceWallClockTime(DispatchProcessor.INTERVAL);
    }

    private List<String> released() {
        return queue.readRecordsToList().stream().map(TestRecord::key).toList();
    }

    private static TreeSet<String> pending(KeyValueStore<String, DispatchEntry> store) {
        TreeSet<String> keys = new TreeSet<>();
        try (KeyValueIterator<String, DispatchEntry> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<String, DispatchEntry> next = all.next();
                keys.add(next.key);
            }
        }
        return keys;
    }

    private static String[] keys(String video, int from, int to) {
        List<String> keys = new ArrayList<>();
        for (int i = from; i < to; i++) {
            keys.add(video + "/1/video-h264/" + i);
        }
        return keys.toArray(String[]::new);
    }
}
