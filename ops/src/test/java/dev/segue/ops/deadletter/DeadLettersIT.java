package dev.segue.ops.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.segue.contract.TopicCatalogue;
import dev.segue.embedded.EmbeddedKafka;
import dev.segue.ops.TopicScan;
import dev.segue.ops.Topics;
import dev.segue.ops.deadletter.DeadLetters.Place;
import dev.segue.stage.HeaderTexts;
import dev.segue.stage.KafkaSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thousand dead letters of three causes on one cluster. A worker stands for the encoders: what is put back it takes, or gives up
 * again where its cause is not mended.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class DeadLettersIT {
    private static final String QUEUE = "encode-queue";
    private static final String MENDED = "store-unavailable";
    private static final String BROKEN = "unit-frame-count";
    private static final String THIRD = "defect";
    private static final String SLOW = "slow";
    private static final Map<String, Object> ONE_AT_A_TIME =
            Map.of("share.acquire.mode", "record_limit", "max.poll.records", 1);
    private static final CountDownLatch MAY_END = new CountDownLatch(1);

    @TempDir
    static Path data;

    private static EmbeddedKafka kafka;
    private static KafkaSettings settings;
    private static DeadLetters letters;
    private static KafkaProducer<byte[], byte[]> producer;
    private static Worker worker;

    @BeforeAll
    static void start() throws Exception {
        kafka = EmbeddedKafka.start(data, 0, Map.of());
        settings = new KafkaSettings(kafka.bootstrapServers(), null);
        new Topics(settings, TopicCatalogue.builtIn()).apply();
        letters = new DeadLetters(settings, TopicCatalogue.builtIn(), Clock.systemUTC());
        Map<String, Object> config = Map.of("bootstrap.servers", kafka.bootstrapServers());
        producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        worker = new Worker(Map.of());
        worker.start();
        for (int i = 0; i < 1_000; i++) {
            String code = i < 500 ? MENDED : i < 800 ? BROKEN : THIRD;
            producer.send(letter(i, code, "0", "Connection to http://s3-" + i + ":9000 refused after " + i + " ms"));
        }
        producer.flush();
    }

    @AfterAll
    static void stop() throws Exception {
        worker.stopping = true;
        worker.join();
        producer.close();
        kafka.close();
    }

    @Test
    @Order(1)
    void groupsWhatHasOneCauseHoweverNamesAndNumbersDiffer() {
        List<LetterGroup> groups = letters.groups(LetterFilter.all(), Place.OPEN);

        assertThat(groups).extracting(LetterGroup::code).containsExactly(MENDED, BROKEN, THIRD);
        assertThat(groups).extracting(LetterGroup::letters).containsExactly(500L, 300L, 200L);
        assertThat(groups.getFirst().videos()).isEqualTo(500);
        assertThat(groups.getFirst().cause()).isEqualTo("Connection to # refused after # ms");
    }

    @Test
    @Order(2)
    void aTrialThatFailsKeepsTheRestWhereItIs() throws Exception {
        ReplayReport report = letters.replay(ofCode(BROKEN), Place.OPEN, canary(3), text -> {});

        assertThat(report.stopped()).contains("became dead letters again");
        assertThat(report.replayed()).isEqualTo(3);
        assertThat(report.failed()).isPositive();
        await().untilAsserted(() -> assertThat(letters.letters(ofCode(BROKEN), Place.OPEN))
                .as("those of the trial lie there anew, put back once")
                .hasSize(300)
                .satisfies(all ->
                        assertThat(all.stream().filter(l -> l.replays() == 1)).hasSize(3)));
    }

    @Test
    @Order(3)
    void killedHalfWayAndRunAgainItPutsBackEachLetterOnce() throws Exception {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ReplayProcess.class.getName(),
                        kafka.bootstrapServers(),
                        MENDED,
                        "150")
                .redirectErrorStream(true)
                .redirectOutput(data.resolve("replay.log").toFile())
                .start();
        await().atMost(Duration.ofSeconds(60)).until(() -> worker.ids(MENDED).size() > 100);
        process.destroyForcibly().waitFor();
        int before = worker.ids(MENDED).size();
        assertThat(before).isLessThan(500);

        ReplayReport report = letters.replay(ofCode(MENDED), Place.OPEN, canary(5), text -> {});

        assertThat(report.stopped()).isNull();
        assertThat(report.passed()).isEqualTo(5);
        assertThat(report.matched()).as("some had been put back already").isLessThan(500);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(worker.ids(MENDED)).hasSize(500));
        assertThat(worker.ids(MENDED)).doesNotHaveDuplicates();
        assertThat(letters.groups(LetterFilter.all(), Place.OPEN))
                .as("the other causes stay")
                .extracting(LetterGroup::letters)
                .containsExactly(300L, 200L);
    }

    @Test
    @Order(4)
    void runningItAgainDoesNothing() throws Exception {
        ReplayReport report = letters.replay(ofCode(MENDED), Place.OPEN, canary(5), text -> {});

        assertThat(report.matched()).isZero();
        assertThat(report.replayed()).isZero();
        assertThat(worker.ids(MENDED)).hasSize(500);
    }

    @Test
    @Order(5)
    void recordGoesBackAsItWas() {
        ConsumerRecord<byte[], byte[]> back = worker.of(MENDED).getFirst();
        String id = HeaderTexts.of(back.headers()).get("ce_id");

        assertThat(back.key()).asString(StandardCharsets.UTF_8).isEqualTo("video-" + id);
        assertThat(back.value()).asString(StandardCharsets.UTF_8).isEqualTo("{\"unit\":" + id + "}");
        assertThat(HeaderTexts.of(back.headers()))
                .containsEntry("traceparent", "00-" + id)
                .containsEntry("dlq-replays", "1")
                .doesNotContainKeys("dlq-error-code", "dlq-origin-topic");
    }

    @Test
    @Order(6)
    void whatWasPutBackTooOftenIsSetAsideAndCanStillBePutBackByHand() throws Exception {
        producer.send(letter(2_000, "tired", "3", "no luck")).get();

        ReplayReport report = letters.replay(ofCode("tired"), Place.OPEN, ReplayOptions.of("ann"), text -> {});

        assertThat(report.quarantined()).isEqualTo(1);
        assertThat(report.replayed()).isZero();
        assertThat(letters.letters(ofCode("tired"), Place.OPEN)).isEmpty();
        assertThat(letters.letters(ofCode("tired"), Place.QUARANTINE)).hasSize(1);
        ReplayOptions byHand = new ReplayOptions("ann", 1, 0, 0, Duration.ofMinutes(1), 1_000, Integer.MAX_VALUE);
        assertThat(letters.replay(ofCode("tired"), Place.QUARANTINE, byHand, text -> {})
                        .replayed())
                .isEqualTo(1);
        await().untilAsserted(() -> assertThat(worker.ids("tired")).containsExactly("2000"));
        assertThat(letters.letters(ofCode("tired"), Place.QUARANTINE)).isEmpty();
    }

    @Test
    @Order(7)
    void discardedLettersAreClosedWithAReason() throws Exception {
        assertThatThrownBy(() -> letters.discard(ofCode(THIRD), Place.OPEN, "ann", " "))
                .hasMessageContaining("a reason must be given");

        assertThat(letters.discard(ofCode(THIRD), Place.OPEN, "ann", "the films are gone"))
                .isEqualTo(200);

        assertThat(letters.letters(ofCode(THIRD), Place.OPEN)).isEmpty();
        List<Action> actions = actions();
        assertThat(actions.stream().filter(a -> a.what() == Action.What.DISCARDED))
                .hasSize(200)
                .allSatisfy(a -> {
                    assertThat(a.by()).isEqualTo("ann");
                    assertThat(a.note()).isEqualTo("the films are gone");
                    assertThat(a.filter()).isEqualTo("code=" + THIRD);
                });
    }

    @Test
    @Order(8)
    void auditTellsWhoPutBackWhatAndWhatBecameOfIt() {
        List<Action> actions = actions();

        assertThat(actions.stream().filter(a -> a.what() == Action.What.REPLAYED && a.by().equals("killed")))
                .as("what the killed run did is known")
                .hasSizeGreaterThan(100);
        assertThat(actions.stream()
                        .filter(a -> a.what() == Action.What.REPLAYED)
                        .map(Action::letter))
                .doesNotHaveDuplicates();
        assertThat(actions.stream().filter(a -> a.what() == Action.What.PASSED)).hasSize(5);
        assertThat(actions.stream().filter(a -> a.what() == Action.What.ENDED && a.note() != null))
                .anySatisfy(a -> assertThat(a.note()).contains("passed 5"));
    }

    @Test
    @Order(9)
    void exportedLettersAreImportedOnce() throws Exception {
        producer.send(letter(3_000, "elsewhere", "0", "moved")).get();
        List<LetterFile.Line> lines = new ArrayList<>();
        letters.export(ofCode("elsewhere"), Place.OPEN, line -> lines.add(LetterFile.read(LetterFile.write(line))));
        assertThat(lines).hasSize(1);

        assertThat(letters.importAll(lines, "ann")).as("it lies there already").isZero();
        LetterFile.Line line = lines.getFirst();
        LetterFile.Line foreign = new LetterFile.Line(
                new LetterId("scanned.dlq", 0, 7), line.timestamp(), line.key(), line.value(), line.headers());
        assertThat(letters.importAll(List.of(foreign), "ann")).isEqualTo(1);
        assertThat(letters.importAll(List.of(foreign), "ann")).isZero();
        assertThat(letters.letters(ofCode("elsewhere"), Place.OPEN))
                .extracting(l -> l.id().topic())
                .containsExactlyInAnyOrder("encode-queue.dlq", "scanned.dlq");
    }

    @Test
    @Order(10)
    void aTrialThatStillRunsHasNotPassedHoweverIdleTheOtherWorkersAre() throws Exception {
        worker.stopping = true;
        worker.join();
        producer.send(letter(4_000, SLOW, "0", "took long")).get();
        // One record at a time, as slots read. The idle one of two reads past the marker behind the record; after that,
        // Kafka's numbers are those of a record that is done while nobody has read past its marker.
        Worker one = new Worker(ONE_AT_A_TIME);
        Worker other = new Worker(ONE_AT_A_TIME);
        one.start();
        other.start();
        try (Admin admin = Admin.create(settings.client())) {
            await().until(() -> admin.describeShareGroups(List.of("segue-encoder"))
                            .all()
                            .get()
                            .get("segue-encoder")
                            .members()
                            .size()
                    == 2);
            ReplayOptions brief = new ReplayOptions("ann", Integer.MAX_VALUE, 0, 1, Duration.ofSeconds(4), 1_000, 3);

            ReplayReport report = letters.replay(ofCode(SLOW), Place.OPEN, brief, text -> {});

            assertThat(one.ids(SLOW).size() + other.ids(SLOW).size())
                    .as("it runs all the while")
                    .isEqualTo(1);
            assertThat(report.passed()).isZero();
            assertThat(report.undecided()).isEqualTo(1);
        } finally {
            MAY_END.countDown();
            one.stopping = true;
            other.stopping = true;
            one.join();
            other.join();
        }
    }

    private static ReplayOptions canary(int letters) {
        return new ReplayOptions("ann", Integer.MAX_VALUE, 0, letters, Duration.ofSeconds(40), 1_000, 3);
    }

    private static LetterFilter ofCode(String code) {
        return new LetterFilter(null, null, null, code, null, null, null, null, null);
    }

    private static List<Action> actions() {
        List<Action> actions = new ArrayList<>();
        try (TopicScan scan = new TopicScan(settings)) {
            scan.all(List.of(ActionLog.TOPIC), record -> {
                byte[] value = record.value();
                assertThat(value).isNotNull();
                actions.add(ActionLog.read(value));
            });
        }
        return actions;
    }

    private static ProducerRecord<byte[], byte[]> letter(int number, String code, String replays, String message) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(QUEUE + ".dlq", bytes("video-" + number), bytes("{\"unit\":" + number + "}"));
        Map<String, String> headers = new HashMap<>(Map.of(
                "ce_id",
                String.valueOf(number),
                "ce_subject",
                "video-" + number,
                "traceparent",
                "00-" + number,
                "dlq-origin-topic",
                QUEUE,
                "dlq-group",
                "segue-encoder",
                "dlq-stage",
                "encoder",
                "dlq-error-kind",
                "transient",
                "dlq-error-code",
                code,
                "dlq-error-message",
                message,
                "dlq-replays",
                replays));
        headers.forEach((name, value) -> record.headers().add(name, bytes(value)));
        record.headers().add("cause", bytes(code));
        return record;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Stands for the encoders: writes a dead letter first and lets go of the record then, as a stage does. */
    private static final class Worker extends Thread {
        private final Map<String, Collection<ConsumerRecord<byte[], byte[]>>> taken = new ConcurrentHashMap<>();

        private volatile boolean stopping;

        private final Map<String, Object> reads;

        /** @param reads how */
        Worker(Map<String, Object> reads) {
            super("worker");
            this.reads = reads;
            setDaemon(true);
        }

        List<ConsumerRecord<byte[], byte[]>> of(String code) {
            Collection<ConsumerRecord<byte[], byte[]>> records = taken.getOrDefault(code, List.of());
            synchronized (taken) {
                return List.copyOf(records);
            }
        }

        List<String> ids(String code) {
            return of(code).stream()
                    .map(r -> HeaderTexts.of(r.headers()).get("ce_id"))
                    .collect(Collectors.toList());
        }

        @Override
        public void run() {
            Map<String, Object> config = new HashMap<>(reads);
            config.put("bootstrap.servers", kafka.bootstrapServers());
            config.put("group.id", "segue-encoder");
            config.put("share.acknowledgement.mode", "explicit");
            try (KafkaShareConsumer<byte[], byte[]> consumer =
                    new KafkaShareConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                consumer.subscribe(Set.of(QUEUE));
                while (!stopping) {
                    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                        work(record);
                        consumer.acknowledge(record, AcknowledgeType.ACCEPT);
                    }
                    consumer.commitSync();
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        private void work(ConsumerRecord<byte[], byte[]> record) throws Exception {
            Headers headers = record.headers();
            Map<String, String> texts = HeaderTexts.of(headers);
            String code = texts.get("cause");
            if (BROKEN.equals(code)) {
                int number = Integer.parseInt(texts.get("ce_id"));
                producer.send(letter(
                                number,
                                BROKEN,
                                texts.get("dlq-replays"),
                                "Connection to http://s3:1 refused after 1 ms"))
                        .get();
                return;
            }
            synchronized (taken) {
                taken.computeIfAbsent(code, c -> new ArrayList<>()).add(record);
            }
            if (SLOW.equals(code)) {
                MAY_END.await();
            }
        }
    }
}
