package dev.segue.ops.retry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.contract.Envelope;
import dev.segue.contract.Event;
import dev.segue.contract.EventCodec;
import dev.segue.contract.EventType;
import dev.segue.contract.TopicCatalogue;
import dev.segue.embedded.EmbeddedKafka;
import dev.segue.ops.Story;
import dev.segue.ops.Topics;
import dev.segue.ops.deadletter.DeadLetters;
import dev.segue.ops.deadletter.LetterFilter;
import dev.segue.ops.deadletter.LetterId;
import dev.segue.ops.deadletter.ReplayOptions;
import dev.segue.stage.DeadLetterHeaders;
import dev.segue.stage.KafkaSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryReaderIT {
    private static final EventCodec CODEC = new EventCodec(Clock.systemUTC());

    @TempDir
    static Path data;

    private static EmbeddedKafka kafka;
    private static HistoryReader histories;
    private static DeadLetters letters;
    private static Producer<String, byte[]> producer;

    @BeforeAll
    static void start() throws Exception {
        // The broker looks for transactions that nobody ends once a second and not every ten.
        kafka = EmbeddedKafka.start(
                data, 0, Map.of("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000"));
        KafkaSettings settings = new KafkaSettings(kafka.bootstrapServers(), null);
        new Topics(settings, TopicCatalogue.builtIn()).apply();
        histories = new HistoryReader(settings, TopicCatalogue.builtIn(), CODEC, null);
        letters = new DeadLetters(settings, TopicCatalogue.builtIn(), Clock.systemUTC());
        producer = producer(Map.of());
    }

    @AfterAll
    static void stop() {
        producer.close();
        kafka.close();
    }

    @Test
    void seesARunThatWasBegunBehindTheTransactionOfARetryThatWasKilled() throws Exception {
        state(producer, new Story("twice", 1).uploaded());
        try (Producer<String, byte[]> killed =
                producer(Map.of("transactional.id", "segue-retry-other", "transaction.timeout.ms", "4000"))) {
            killed.initTransactions();
            killed.beginTransaction();
            state(killed, new Story("other", 2).uploaded());
            state(producer, new Story("twice", 2).uploaded());

            VideoHistory history = histories.read("twice", false);

            assertThat(history.newest()).isEqualTo(2);
            assertThat(histories.read("other", false).newest())
                    .as("what was never committed is not there")
                    .isZero();
        }
    }

    @Test
    void aRunIsUnderWayAgainOnceWhatDiedOfItIsPutBack() throws Exception {
        Story story = new Story("died", 1);
        state(producer, story.uploaded());
        LetterId letter = die(story.uploaded());
        assertThat(histories.read("died", false).running()).isFalse();

        replay(letter, DeadLetters.Place.OPEN, 3);
        assertThat(histories.read("died", false).running()).isTrue();

        die(story.uploaded());
        assertThat(histories.read("died", false).running()).as("it died again").isFalse();
    }

    @Test
    void whatLiesInTheQuarantineIsNotWorkedOnUntilItIsPutBackFromThere() throws Exception {
        Story story = new Story("tired", 1);
        state(producer, story.uploaded());
        LetterId letter = die(story.uploaded());
        replay(letter, DeadLetters.Place.OPEN, 1);
        LetterId again = die(story.uploaded(), "1");
        replay(again, DeadLetters.Place.OPEN, 1);
        assertThat(histories.read("tired", false).running()).isFalse();

        LetterFilter ofTheFilm = new LetterFilter(null, null, null, null, null, "tired", null, null, null);
        LetterId setAside = letters.letters(ofTheFilm, DeadLetters.Place.QUARANTINE)
                .getFirst()
                .id();
        replay(setAside, DeadLetters.Place.QUARANTINE, 9);
        assertThat(histories.read("tired", false).running()).isTrue();
    }

    private static LetterId die(Event event) throws Exception {
        return die(event, "0");
    }

    private static LetterId die(Event event, String replays) throws Exception {
        String origin = EventType.of(event).topic();
        Envelope envelope = CODEC.write(event, "/segue/test", null);
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(origin + DeadLetterHeaders.TOPIC_SUFFIX, envelope.key(), envelope.value());
        envelope.headers().forEach((k, v) -> record.headers().add(k, v.getBytes(StandardCharsets.UTF_8)));
        Map.of(DeadLetterHeaders.ORIGIN_TOPIC, origin, DeadLetterHeaders.REPLAYS, replays)
                .forEach((k, v) -> record.headers().add(k, v.getBytes(StandardCharsets.UTF_8)));
        RecordMetadata sent = producer.send(record).get();
        return new LetterId(sent.topic(), sent.partition(), sent.offset());
    }

    private static void replay(LetterId letter, DeadLetters.Place place, int quarantineAfter) throws Exception {
        LetterFilter filter = new LetterFilter(letter, null, null, null, null, null, null, null, null);
        ReplayOptions options =
                new ReplayOptions("ann", 1, 0, 0, Duration.ofSeconds(1), Long.MAX_VALUE, quarantineAfter);
        assertThat(letters.replay(filter, place, options, text -> {}).matched()).isEqualTo(1);
    }

    private static Producer<String, byte[]> producer(Map<String, Object> more) {
        Map<String, Object> config = new KafkaSettings(kafka.bootstrapServers(), null).client();
        config.putAll(more);
        return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    }

    private static void state(Producer<String, byte[]> to, Event event) throws Exception {
        Envelope envelope = CODEC.write(event, "/segue/test", null);
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(EventType.of(event).topic(), envelope.key(), envelope.value());
        envelope.headers().forEach((k, v) -> record.headers().add(k, v.getBytes(StandardCharsets.UTF_8)));
        to.send(record).get();
    }
}
