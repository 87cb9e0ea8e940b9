package dev.segue.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.contract.Cancel;
import dev.segue.contract.Envelope;
import dev.segue.contract.Event;
import dev.segue.contract.EventCodec;
import dev.segue.contract.EventType;
import dev.segue.contract.Priority;
import dev.segue.contract.Segment;
import dev.segue.contract.SegmentEncoded;
import dev.segue.contract.SegmentEncoded.Output;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.StoredObject;
import dev.segue.stage.Tracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Units that were released and never came back. */
final class DispatchReissueTest {
    private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");
    private static final Duration PERIOD = Duration.ofHours(2);
    private static final Duration STEP = Duration.ofSeconds(30);

    private final EventCodec codec = new EventCodec(Clock.fixed(START, ZoneOffset.UTC));
    private long nanos = 1_000_000_000_000L;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final DispatchDesk desk = DispatchDesk.of(8, 1, PERIOD, meters, Tracing.off(), () -> nanos);
    private final DispatchBudget budget = desk.budget();
    private final DispatchMetrics metrics = desk.metrics();
    private final TopologyTestDriver driver =
            new TopologyTestDriver(DispatchTopology.of(codec, desk, 1), settings(), START);
    private final TestOutputTopic<String, byte[]> queue =
            driver.createOutputTopic("encode-queue", new StringDeserializer(), new ByteArrayDeserializer());
    private final DispatchFilm film = new DispatchFilm("v1", Priority.NORMAL);

    private static Properties settings() {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "segue-dispatcher");
        return settings;
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void aUnitThatDoesNotComeBackIsIssuedAgainAsItWasAndOnceAPeriod() {
        budget.observe(0, nanos);
        byte[] value = send(film.chunk(7));
        TestRecord<String, byte[]> first = queue.readRecord();

        pass(PERIOD);
        assertThat(queue.isEmpty()).as("within its time").isTrue();

        pass(Duration.ofSeconds(10));
        TestRecord<String, byte[]> again = queue.readRecord();
        assertThat(again.key()).isEqualTo("v1/1/video-h264/7");
        assertThat(again.value()).isEqualTo(value);
        assertThat(again.headers()).isEqualTo(first.headers());
        assertThat(queue.isEmpty()).isTrue();
        assertThat(metrics.reissued().count()).isEqualTo(1);

        pass(PERIOD);
        assertThat(queue.isEmpty()).isTrue();
        pass(Duration.ofSeconds(10));
        assertThat(queue.readRecordsToList()).hasSize(1);
        assertThat(metrics.reissued().count()).isEqualTo(2);
    }

    @Test
    void aUnitThatCameBackIsForgotten() {
        budget.observe(0, nanos);
        send(film.chunk(0));
        send(film.chunk(1));
        send(encoded("v1", 1, 0));
        queue.readRecordsToList();

        pass(PERIOD.plusSeconds(10));

        assertThat(queue.readRecordsToList()).extracting(TestRecord::key).containsExactly("v1/1/video-h264/1");
        send(encoded("v1", 1, 1));
        assertThat(keys(DispatchAtWork.STORE)).isEmpty();
    }

    @Test
    void unitsThatWaitForTheirTurnAreNeverIssuedAgain() {
        for (int i = 0; i < 50; i++) {
            send(film.chunk(i));
        }

        for (int period = 0; period < 5; period++) {
            pass(PERIOD);
        }

        assertThat(queue.isEmpty()).isTrue();
        assertThat(metrics.reissued().count()).isZero();
        assertThat(keys(DispatchPending.STORE)).hasSize(50);
    }

    @Test
    void aUnitThatIsIssuedAgainWaitsForRoomLikeAnyOther() {
        budget.observe(0, nanos);
        send(film.chunk(0));
        queue.readRecord();

        pass(PERIOD.plusSeconds(10), false);
        assertThat(queue.isEmpty()).as("the backlog is not known").isTrue();
        assertThat(keys(DispatchPending.STORE)).hasSize(1);

        send(encoded("v1", 1, 0));
        assertThat(keys(DispatchPending.STORE)).as("it came after all").isEmpty();
    }

    @Test
    void timeInWhichTheComputerSleptDoesNotCount() {
        budget.observe(0, nanos);
        send(film.chunk(0));
        queue.readRecord();

        leap(PERIOD.multipliedBy(5), true);
        pass(PERIOD);
        assertThat(queue.isEmpty()).isTrue();

        pass(Duration.ofSeconds(10));
        assertThat(queue.readRecordsToList()).hasSize(1);
    }

    @Test
    void timeInWhichNobodyEncodesDoesNotCount() {
        budget.observe(0, nanos);
        send(film.chunk(0));
        queue.readRecord();

        budget.encoders(0);
        pass(PERIOD.multipliedBy(2));
        budget.encoders(8);
        pass(PERIOD);
        assertThat(queue.isEmpty()).isTrue();

        pass(Duration.ofSeconds(10));
        assertThat(queue.readRecordsToList()).hasSize(1);
    }

    @Test
    void timeInWhichTheProcessWasDownOrThatTheClockInventedDoesNotCount() {
        released(0, START.minus(Duration.ofDays(1)));
        released(1, START.plus(Duration.ofDays(1)));

        pass(PERIOD);
        assertThat(queue.isEmpty()).isTrue();

        pass(Duration.ofSeconds(10));
        assertThat(queue.readRecordsToList()).hasSize(2);
    }

    /** As the store is restored when the process starts. */
    private void released(int chunk, Instant since) {
        SegmentsReady event = film.chunk(chunk);
        DispatchUnit unit =
                new DispatchUnit("v1", 1, event.unit().track(), event.unit().index());
        DispatchEntry entry = DispatchEntry.of(event, 0, unit.queueKey(), new RecordHeaders(), new byte[] {1});
        driver.<String, DispatchAtWork.Released>getKeyValueStore(DispatchAtWork.STORE)
                .put(unit.key(), new DispatchAtWork.Released(since.toEpochMilli(), false, entry));
    }

    @Test
    void aUnitInTheDeadLetterTopicIsNotIssuedAgain() {
        budget.observe(0, nanos);
        send(film.chunk(0));
        send(film.chunk(1));
        queue.readRecordsToList();
        driver.createInputTopic("encode-queue.dlq", new StringSerializer(), new StringSerializer())
                .pipeInput("v1/1/video-h264/0", "whatever lies there");
        driver.createInputTopic("encode-queue.dlq", new StringSerializer(), new StringSerializer())
                .pipeInput((String) null, "noise without a key");
        driver.createInputTopic("encode-queue.dlq", new StringSerializer(), new StringSerializer())
                .pipeInput("v1", "noise");

        pass(PERIOD.plusSeconds(10));

        assertThat(queue.readRecordsToList()).extracting(TestRecord::key).containsExactly("v1/1/video-h264/1");
        assertThat(keys(DispatchAtWork.STORE)).containsExactly("v1/1/video-h264/0000000001");
    }

    @Test
    void aUnitThatWasDeadAndIsReleasedAnewIsMissedAnew() {
        budget.observe(0, nanos);
        send(film.chunk(0));
        driver.createInputTopic("encode-queue.dlq", new StringSerializer(), new StringSerializer())
                .pipeInput("v1/1/video-h264/0", "whatever lies there");
        send(film.chunk(0));
        assertThat(queue.readRecordsToList()).hasSize(2);

        pass(PERIOD.plusSeconds(10));

        assertThat(queue.readRecordsToList()).hasSize(1);
    }

    @Test
    void aUnitThatTakesFarLongerThanOthersIsGivenToASecondWorkerOnce() {
        finishMany(20, Duration.ofSeconds(40));
        budget.observe(0, nanos);
        send(film.chunk(50));
        queue.readRecordsToList();

        pass(Duration.ofSeconds(80));
        assertThat(queue.isEmpty()).as("twice the slowest").isTrue();

        pass(Duration.ofSeconds(10));
        assertThat(queue.readRecordsToList()).extracting(TestRecord::key).containsExactly("v1/1/video-h264/50");
        assertThat(metrics.stragglers().count()).isEqualTo(1);

        pass(Duration.ofSeconds(600));
        assertThat(queue.isEmpty()).isTrue();
        send(encoded("v1", 1, 50));
        assertThat(keys(DispatchAtWork.STORE)).as("the first result counts").isEmpty();
        assertThat(metrics.reissued().count()).isZero();
    }

    @Test
    void nothingIsLongBeforeEnoughUnitsOfTheKindWereSeen() {
        finishMany(19, Duration.ofSeconds(40));
        budget.observe(0, nanos);
        send(film.chunk(50));
        queue.readRecordsToList();

        pass(Duration.ofSeconds(600));

        assertThat(queue.isEmpty()).isTrue();
    }

    private void finishMany(int units, Duration each) {
        for (int i = 0; i < units; i++) {
            budget.observe(0, nanos);
            send(film.chunk(i));
            pass(each);
            send(encoded("v1", 1, i));
        }
        queue.readRecordsToList();
    }

    @Test
    void aCancelledRunIsNeitherReleasedNorMissed() {
        send(film.chunk(0));
        budget.observe(0, nanos);
        send(film.chunk(1));
        budget.observe(20, nanos);
        budget.observe(20, nanos);
        send(film.chunk(2));
        send(new DispatchFilm("v10", Priority.NORMAL).chunk(2));
        queue.readRecordsToList();

        send(new Cancel("v1", 1, "Uploaded by mistake."));

        assertThat(keys(DispatchPending.STORE)).containsExactly("v10/1/video-h264/0000000002");
        assertThat(keys(DispatchAtWork.STORE)).isEmpty();
    }

    @Test
    void aSlotThatWasGrantedToAUnitOfACancelledRunIsFreeAgain() {
        send(film.chunk(0));
        budget.observe(0, nanos);
        assertThat(budget.take("another task")).as("it is this task's turn").isNull();

        send(new Cancel("v1", 1, "Uploaded by mistake."));
        for (int i = 0; i < 8; i++) {
            send(new DispatchFilm("v2", Priority.NORMAL).chunk(i));
        }

        assertThat(queue.readRecordsToList()).hasSize(8);
    }

    @Test
    void aNewerRunTakesThePlaceOfOlderOnes() {
        send(film.chunk(0));
        send(film.chunk(1));
        send(ofRun(2, film.chunk(0)));

        assertThat(keys(DispatchPending.STORE)).containsExactly("v1/2/video-h264/0000000000");
    }

    @Test
    void unitsOfAWithdrawnRunThatComeLaterAreNotReleased() {
        budget.observe(0, nanos);
        send(new Cancel("v1", 1, "Uploaded by mistake."));
        send(film.chunk(0));
        assertThat(queue.isEmpty()).as("cancelled").isTrue();

        send(ofRun(3, film.chunk(5)));
        send(ofRun(2, film.chunk(6)));
        assertThat(queue.readRecordsToList())
                .as("the newest run alone")
                .extracting(TestRecord::key)
                .containsExactly("v1/3/video-h264/5");
        assertThat(keys(DispatchPending.STORE)).isEmpty();

        leap(DispatchWithdrawn.KEEP.plusMinutes(20), true);
        assertThat(keys(DispatchWithdrawn.STORE)).isEmpty();
    }

    private static SegmentsReady ofRun(int generation, SegmentsReady ready) {
        return new SegmentsReady(
                "v1", generation, ready.job(), ready.source(), ready.container(), ready.unit(), ready.renditions());
    }

    @Test
    void whatIsNoResultIsLeftToTheAssembler() {
        driver.createInputTopic("segment-encoded", new StringSerializer(), new StringSerializer())
                .pipeInput("v1", "noise");

        assertThat(driver.producedTopicNames()).noneMatch(topic -> topic.endsWith(".dlq"));
    }

    private SegmentEncoded encoded(String video, int generation, int unit) {
        StoredObject object = new StoredObject(1, "1".repeat(64));
        Output output =
                new Output("v720", "avc1.64001f", 12_800, object, 100, List.of(new Segment(unit, 0, 1, object)), null);
        return new SegmentEncoded(video, generation, "video-h264", unit, 1_500, List.of(output), List.of());
    }

    private byte[] send(Event event) {
        Envelope envelope = codec.write(event, "/segue/test", "trace");
        RecordHeaders headers = new RecordHeaders();
        envelope.headers().forEach((name, text) -> headers.add(name, text.getBytes(StandardCharsets.UTF_8)));
        driver.createInputTopic(EventType.of(event).topic(), new StringSerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(envelope.key(), envelope.value(), headers, START));
        return envelope.value();
    }

    /** Time passes while the backlog is looked at all the while and found empty. */
    private void pass(Duration time) {
        pass(time, !keys(DispatchAtWork.STORE).isEmpty());
    }

    /** In steps, as for a process that is awake. */
    private void pass(Duration time, boolean known) {
        for (Duration left = time; left.isPositive(); left = left.minus(STEP)) {
            leap(left.compareTo(STEP) < 0 ? left : STEP, known);
        }
    }

    private void leap(Duration time, boolean known) {
        nanos += time.toNanos();
        if (known) {
            budget.observe(0, nanos);
        }
        driver.advanceWallClockTime(time);
    }

    private List<String> keys(String store) {
        List<String> keys = new ArrayList<>();
        try (KeyValueIterator<String, Object> all =
                driver.<String, Object>getKeyValueStore(store).all()) {
            all.forEachRemaining(entry -> keys.add(entry.key));
        }
        return keys;
    }
}
