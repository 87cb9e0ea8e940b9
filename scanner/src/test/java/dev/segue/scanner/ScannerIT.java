package dev.segue.scanner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.contract.Envelope;
import dev.segue.contract.EventCodec;
import dev.segue.contract.ObjectRef;
import dev.segue.contract.Rejected;
import dev.segue.contract.RejectionCode;
import dev.segue.contract.Scanned;
import dev.segue.embedded.EmbeddedKafka;
import dev.segue.embedded.EmbeddedS3;
import dev.segue.stage.StagePart;
import dev.segue.storage.ObjectStore;
import dev.segue.testkit.Topics;
import io.micronaut.context.ApplicationContext;
import io.micronaut.inject.qualifiers.Qualifiers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scanner as it runs, on a real Kafka and a real store; films are announced as any Kafka client may do it. */
final class ScannerIT {
    private static final EventCodec CODEC = new EventCodec(Clock.systemUTC());
    private static final byte[] FILM = Arrays.copyOf(Heads.bytes("00000020 'ftypisom' *20"), 5 << 20);

    @TempDir
    static Path folder;

    private static EmbeddedS3 s3;
    private static EmbeddedKafka kafka;
    private static Topics topics;
    private static ApplicationContext context;
    private static ObjectStore store;

    @BeforeAll
    static void start() throws Exception {
        s3 = EmbeddedS3.start(folder.resolve("s3"), 0);
        kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0, Map.of());
        topics = new Topics(kafka.bootstrapServers());
        topics.create("upload-complete", "upload-complete.dlq", "scanned", "rejected");
        context = ApplicationContext.builder()
                .deduceEnvironment(false)
                .properties(Map.of(
                        "segue.stage.scanner.enabled", "true",
                        "segue.kafka.bootstrap-servers", kafka.bootstrapServers(),
                        "segue.s3.endpoint", s3.endpoint().toString(),
                        "segue.s3.access-key", s3.accessKey(),
                        "segue.s3.secret-key", s3.secretKey()))
                .start();
        store = context.getBean(ObjectStore.class);
        store.ensureBucket("quarantine");
        store.ensureBucket("originals");
        context.getBean(StagePart.class, Qualifiers.byName("scanner")).start();
    }

    @AfterAll
    static void stop() {
        context.close();
        kafka.close();
        s3.close();
    }

    @Test
    void scansAFilmThatAnyKafkaClientAnnounces() throws Exception {
        store.put(new ObjectRef("quarantine", "inbox/film.mov"), FILM, "video/quicktime");

        announce("from-outside", "inbox/film.mov", FILM.length);

        ConsumerRecord<String, byte[]> record = await(() -> topics.read("scanned"), "from-outside");
        Scanned scanned = CODEC.read(Scanned.class, Topics.headers(record), record.value());
        assertThat(scanned.container()).isEqualTo("mov");
        assertThat(scanned.source().object()).isEqualTo(new ObjectRef("originals", "from-outside/g1/source"));
        assertThat(scanned.source().sizeBytes()).isEqualTo(FILM.length);
        assertThat(Topics.headers(record)).containsEntry(Envelope.ID, "from-outside/1/scanned");
        try (var in = store.read(scanned.source().object())) {
            assertThat(in.readAllBytes()).isEqualTo(FILM);
        }
    }

    @Test
    void refusesAPlaylistThatCallsItselfAFilm() throws Exception {
        byte[] playlist = "#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n".getBytes(StandardCharsets.US_ASCII);
        store.put(new ObjectRef("quarantine", "inbox/evil.mp4"), playlist, "video/mp4");

        announce("evil", "inbox/evil.mp4", playlist.length);

        ConsumerRecord<String, byte[]> record = await(() -> topics.read("rejected"), "evil");
        Rejected rejected = CODEC.read(Rejected.class, Topics.headers(record), record.value());
        assertThat(rejected.code()).isEqualTo(RejectionCode.PLAYLIST_DISGUISED);
        assertThat(rejected.stage()).isEqualTo("scanner");
        assertThat(store.list("originals", "evil/")).isEmpty();
        assertThat(topics.read("scanned")).noneMatch(r -> r.key().equals("evil"));
    }

    /** The line that the README of ingest gives to kafka-console-producer. */
    private static void announce(String videoId, String key, int bytes) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(
                            "upload-complete",
                            "{\"type\":\"segue.upload-complete.v1\",\"videoId\":\"" + videoId
                                    + "\",\"source\":{\"object\":{\"bucket\":\"quarantine\",\"key\":\"" + key
                                    + "\"},\"sizeBytes\":" + bytes + "}}"))
                    .get();
        }
    }

    private static ConsumerRecord<String, byte[]> await(
            Supplier<List<ConsumerRecord<String, byte[]>>> topic, String videoId) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> topic.get().stream()
                                .filter(r -> r.key().equals(videoId))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }
}
