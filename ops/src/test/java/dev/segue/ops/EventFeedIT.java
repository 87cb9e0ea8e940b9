package dev.segue.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.segue.contract.Envelope;
import dev.segue.contract.Event;
import dev.segue.contract.EventCodec;
import dev.segue.contract.EventType;
import dev.segue.contract.TopicCatalogue;
import dev.segue.embedded.EmbeddedKafka;
import dev.segue.stage.DeadLetterHeaders;
import dev.segue.stage.KafkaSettings;
import io.micronaut.context.ApplicationContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFeedIT {
    @TempDir
    static Path data;

    private static final TopicCatalogue CATALOGUE = TopicCatalogue.builtIn();
    private static final EventCodec CODEC = new EventCodec(Clock.systemUTC());
    private static EmbeddedKafka kafka;
    private static KafkaSettings settings;
    private static Producer<String, byte[]> producer;

    @BeforeAll
    static void startKafka() throws Exception {
        kafka = EmbeddedKafka.start(data, 0, Map.of());
        settings = new KafkaSettings(kafka.bootstrapServers(), null);
        new Topics(settings, CATALOGUE).apply();
        producer = producer(Map.of());
    }

    @AfterAll
    static void stopKafka() {
        producer.close();
        kafka.close();
    }

    @Test
    void followsAVideoToItsEndWhereverItsEventsLie() throws Exception {
        try (ProgressBoard board = following(EventFeed.From.END)) {
            for (Event event : new Story("whole-film", 1).events()) {
                send(producer, EventType.of(event).topic(), event, Map.of());
            }

            VideoProgress ended = board.ended("whole-film").get(20, TimeUnit.SECONDS);

            assertThat(ended.outcome()).isInstanceOf(VideoOutcome.Playable.class);
            await().untilAsserted(() -> assertThat(
                            board.find("whole-film").orElseThrow().unitsDone())
                    .isEqualTo(4));
        }
    }

    @Test
    void startsWithinASecondAndHearsOnlyWhatCameAfterwards() throws Exception {
        send(producer, "upload-complete", new Story("before", 1).uploaded(), Map.of());
        List<EventRecord> heard = new CopyOnWriteArrayList<>();

        long begin = System.nanoTime();
        try (EventFeed feed = EventFeed.start(settings, CATALOGUE, EventFeed.From.END, heard::add)) {
            Duration start = Duration.ofNanos(System.nanoTime() - begin);
            send(producer, "upload-complete", new Story("after", 1).uploaded(), Map.of());
            await().until(() -> !heard.isEmpty());

            assertThat(heard).extracting(EventRecord::videoId).containsExactly("after");
            assertThat(feed.fault()).isEmpty();
            assertThat(start).isLessThan(Duration.ofSeconds(1));
        }
    }

    @Test
    void hearsOfEarlierVideosWhenItBeginsAtTheBeginning() throws Exception {
        send(producer, "upload-complete", new Story("long-ago", 1).uploaded(), Map.of());

        try (ProgressBoard board = following(EventFeed.From.BEGINNING)) {
            await().until(() -> board.find("long-ago").isPresent());
        }
    }

    @Test
    void tellsWhyAStageGaveUp() throws Exception {
        Story story = new Story("given-up", 1);
        try (ProgressBoard board = following(EventFeed.From.END)) {
            send(
                    producer,
                    "encode-queue.dlq",
                    story.chunkReady(1),
                    Map.of(
                            DeadLetterHeaders.STAGE, "encoder",
                            DeadLetterHeaders.CODE, "ffmpeg-deadline",
                            DeadLetterHeaders.MESSAGE, "it took too long"));

            VideoProgress ended = board.ended("given-up").get(20, TimeUnit.SECONDS);

            assertThat(ended.outcome())
                    .isEqualTo(new VideoOutcome.Failed(
                            "encode-queue.dlq", "encoder", "ffmpeg-deadline", "it took too long"));
        }
    }

    @Test
    void tellsOfDeadLettersThatAreNoEvents() throws Exception {
        try (ProgressBoard board = following(EventFeed.From.END)) {
            producer.send(new ProducerRecord<>(
                            "upload-complete.dlq", "not-an-event", "{".getBytes(StandardCharsets.UTF_8)))
                    .get();
            producer.send(new ProducerRecord<>("scanned", null, "{".getBytes(StandardCharsets.UTF_8)))
                    .get();

            VideoProgress ended = board.ended("not-an-event").get(20, TimeUnit.SECONDS);

            assertThat(ended.outcome()).isInstanceOf(VideoOutcome.Failed.class);
            assertThat(board.fault()).isEmpty();
        }
    }

    @Test
    void hearsAnUploadThatACmsAnnouncedInItsOwnWords() throws Exception {
        String cms = """
                {"type": "segue.upload-complete.v1",
                 "source": {"object": {"bucket": "quarantine", "key": "cms/film.mp4"}, "sizeBytes": 12}}""";
        try (ProgressBoard board = following(EventFeed.From.END)) {
            producer.send(new ProducerRecord<>("upload-complete", "from-cms", cms.getBytes(StandardCharsets.UTF_8)))
                    .get();

            await().until(() -> board.find("from-cms").isPresent());
        }
    }

    @Test
    void hearsNothingOfATransactionThatWasRolledBack() throws Exception {
        try (ProgressBoard board = following(EventFeed.From.END);
                Producer<String, byte[]> transactional = producer(Map.of("transactional.id", "assembler-in-a-test"))) {
            transactional.initTransactions();
            transactional.beginTransaction();
            send(transactional, "rendition-complete", new Story("rolled-back", 1).complete("v360"), Map.of());
            transactional.abortTransaction();
            transactional.beginTransaction();
            send(transactional, "rendition-complete", new Story("committed", 1).complete("v360"), Map.of());
            transactional.commitTransaction();

            await().until(() -> board.find("committed").isPresent());
            assertThat(board.find("rolled-back")).isEmpty();
        }
    }

    @Test
    void endsWithAReasonWhenItsListenerFails() throws Exception {
        try (EventFeed feed = EventFeed.start(settings, CATALOGUE, EventFeed.From.END, r -> {
            throw new IllegalStateException("the listener is broken");
        })) {
            send(producer, "upload-complete", new Story("unheard", 1).uploaded(), Map.of());

            await().untilAsserted(
                            () -> assertThat(feed.fault()).get().asString().contains("the listener is broken"));
        }
    }

    @Test
    void saysWhichServersDidNotAnswer() {
        KafkaSettings nowhere = new KafkaSettings("127.0.0.1:1", null);

        assertThatThrownBy(() ->
                        EventFeed.start(nowhere, CATALOGUE, EventFeed.From.END, Duration.ofSeconds(1), record -> {}))
                .isInstanceOf(ClusterUnavailableException.class)
                .hasMessageContaining("127.0.0.1:1");
    }

    @Test
    void isWiredLazilyAndFromTheBeginning() {
        try (ApplicationContext context =
                ApplicationContext.run(Map.of("segue.kafka.bootstrap-servers", kafka.bootstrapServers()))) {
            assertThat(context.getBean(OpsSettings.class))
                    .isEqualTo(new OpsSettings(false, "127.0.0.1", EventFeed.From.BEGINNING, 10_000));
            assertThat(context.getBean(Topics.class).diff()).isEmpty();
            assertThat(context.getBean(ProgressBoard.class).fault()).isEmpty();
        }
        try (ApplicationContext context = ApplicationContext.run(Map.of(
                "segue.kafka.bootstrap-servers", "127.0.0.1:1", "segue.ops.feed-from", "end", "segue.ops.videos", 7))) {
            assertThat(context.getBean(OpsSettings.class))
                    .isEqualTo(new OpsSettings(false, "127.0.0.1", EventFeed.From.END, 7));
        }
    }

    private static ProgressBoard following(EventFeed.From from) {
        return ProgressBoard.following(settings, CATALOGUE, from, 100);
    }

    private static Producer<String, byte[]> producer(Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(more);
        config.put("bootstrap.servers", kafka.bootstrapServers());
        return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    }

    private static void send(Producer<String, byte[]> to, String topic, Event event, Map<String, String> more)
            throws Exception {
        Envelope envelope = CODEC.write(event, "/segue/test", null);
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, envelope.key(), envelope.value());
        envelope.headers().forEach((k, v) -> record.headers().add(k, v.getBytes(StandardCharsets.UTF_8)));
        more.forEach((k, v) -> record.headers().add(k, v.getBytes(StandardCharsets.UTF_8)));
        to.send(record).get();
    }
}
