package dev.segue.stage;

import static dev.segue.stage.Bench.bytes;
import static dev.segue.stage.Bench.header;
import static dev.segue.stage.Bench.scanned;
import static dev.segue.stage.Bench.upload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segue.contract.EventCodec;
import dev.segue.contract.RejectionCode;
import dev.segue.embedded.EmbeddedKafka;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkersIT {
    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @TempDir
    static Path folder;

    private static Bench bench;
    private Bench.Runtime runtime;

    @BeforeAll
    static void startBroker() throws Exception {
        bench = new Bench(
                folder, "stated", "refused", "passing", "defect", "door", "long", "closed", "lost", "slow", "burst",
                "later");
    }

    @AfterAll
    static void stopBroker() {
        bench.close();
    }

    @BeforeEach
    void startRuntime() throws Exception {
        runtime = bench.runtime();
    }

    @AfterEach
    void leavesNoScratchFiles() throws Exception {
        try (Stream<Path> left = Files.walk(bench.scratchRoot())) {
            assertThat(left.filter(p -> p.getFileName().toString().startsWith("unit-")))
                    .isEmpty();
        }
        runtime.close();
    }

    @Test
    void tellsWhetherAFactWasStated() throws Exception {
        KafkaSettings settings = new KafkaSettings(bench.kafka.bootstrapServers(), Map.of());
        StatedEvents stated = new KafkaStatedEvents(new KafkaClients(settings)::follower);
        bench.send("upload-complete", upload("stated"), "");
        bench.send("upload-complete", upload("later"), "");
        Instant before = Instant.now();

        assertThat(stated.has(upload("stated"), before)).isTrue();
        assertThat(stated.has(upload("later"), before)).isTrue();
        assertThat(stated.has(upload("never"), before)).isFalse();
        assertThat(stated.has(upload("stated"), before.plus(Duration.ofHours(2))))
                .as("looked for too late")
                .isFalse();
    }

    @Test
    void statesTheOutcomeWithinTheTraceAndAccepts() throws Exception {
        String topic = "stated";
        bench.send(topic, upload("stated1"), TRACE);

        try (StagePart part = runtime.start(topic, 1, (event, work) -> {
            Files.writeString(work.scratch().resolve("half.mp4"), "moov");
            return Outcome.emit(scanned(event));
        })) {
            ConsumerRecord<byte[], byte[]> record = bench.await("scanned", "stated1");

            assertThat(header(record, "ce_id")).isEqualTo("stated1/1/scanned");
            assertThat(header(record, "ce_source")).isEqualTo("/segue/stated");
            assertThat(header(record, "traceparent")).isEqualTo(TRACE);
            await().untilAsserted(() -> assertThat(bench.lag(topic)).isZero());
            assertThat(part.ready()).isTrue();
            assertThat(part.status()).isEqualTo("1 of 1 slots in the group, 0 at work");
            assertThat(runtime.meters()
                            .get("segue.stage")
                            .tags("stage", topic, "outcome", "emitted")
                            .timer()
                            .count())
                    .isEqualTo(1);
        }
    }

    @Test
    void statesARefusal() throws Exception {
        String topic = "refused";
        bench.send(topic, upload("refused1"), TRACE);

        try (StagePart part = runtime.start(
                topic, 1, (event, work) -> Outcome.reject(RejectionCode.EMPTY_FILE, "The upload has no bytes."))) {
            ConsumerRecord<byte[], byte[]> record = bench.await("rejected", "refused1");

            JsonNode rejected = EventCodec.json().readTree(record.value());
            assertThat(rejected.get("stage").asText()).isEqualTo("refused");
            assertThat(rejected.get("code").asText()).isEqualTo("EMPTY_FILE");
            await().untilAsserted(() -> assertThat(bench.lag(topic)).isZero());
        }
    }

    @Test
    void triesThreeTimesWhatMayPassThenKeepsItAsADeadLetter() throws Exception {
        String topic = "passing";
        bench.send(topic, upload("passing1"), TRACE);
        ConsumerRecord<byte[], byte[]> sent = bench.await(topic, "passing1");
        AtomicInteger attempts = new AtomicInteger();

        try (StagePart part = runtime.start(topic, 1, (event, work) -> {
            attempts.incrementAndGet();
            assertThat(work.attempt()).isEqualTo(attempts.get());
            throw new TransientFailure("ffmpeg-failed", "ended with status 1");
        })) {
            ConsumerRecord<byte[], byte[]> letter = bench.await(topic + ".dlq", "passing1");

            assertThat(letter.value()).isEqualTo(sent.value());
            sent.headers().forEach(h -> assertThat(letter.headers().lastHeader(h.key()))
                    .isEqualTo(h));
            assertThat(attempts).hasValue(3);
            assertThat(header(letter, "dlq-attempts")).isEqualTo("3");
            assertThat(header(letter, "dlq-error-kind")).isEqualTo("transient");
            assertThat(header(letter, "dlq-error-code")).isEqualTo("ffmpeg-failed");
            assertThat(header(letter, "dlq-error-message")).isEqualTo("ended with status 1");
            assertThat(header(letter, "dlq-origin-topic")).isEqualTo(topic);
            assertThat(header(letter, "dlq-origin-offset")).isEqualTo("0");
            assertThat(header(letter, "dlq-stage")).isEqualTo(topic);
            assertThat(header(letter, "dlq-group")).isEqualTo("segue-" + topic);
            assertThat(Instant.parse(header(letter, "dlq-first-failed-at")))
                    .isBefore(Instant.parse(header(letter, "dlq-failed-at")));
            await().untilAsserted(() -> assertThat(bench.lag(topic)).isZero());
        }
    }

    @Test
    void keepsADefectAsADeadLetterAtOnce() throws Exception {
        String topic = "defect";
        bench.send(topic, upload("defect1"), TRACE);

        try (StagePart part = runtime.start(topic, 1, (event, work) -> {
            throw new IllegalStateException("index 7 out of 6");
        })) {
            ConsumerRecord<byte[], byte[]> letter = bench.await(topic + ".dlq", "defect1");

            assertThat(header(letter, "dlq-attempts")).isEqualTo("1");
            assertThat(header(letter, "dlq-error-code")).isEqualTo("defect");
            assertThat(header(letter, "dlq-error-class")).isEqualTo("java.lang.IllegalStateException");
            assertThat(header(letter, "dlq-error-stack")).contains("index 7 out of 6", "WorkersIT");
        }
    }

    @Test
    void readsWhatACmsSendsAtTheDoor() throws Exception {
        String topic = "door";
        bench.send(new ProducerRecord<>(topic, bytes("door1"), bytes("""
                {"type": "segue.upload-complete.v1",
                 "source": {"object": {"bucket": "quarantine", "key": "door1"}, "sizeBytes": 5}}""")));

        try (StagePart part =
                runtime.start(topic, 1, Duration.ofSeconds(5), true, (event, work) -> Outcome.emit(scanned(event)))) {
            ConsumerRecord<byte[], byte[]> record = bench.await("scanned", "door1");

            assertThat(header(record, "traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
        }
    }

    @Test
    void runsAJobLongerThanTheLockOnce() throws Exception {
        String topic = "long";
        AtomicInteger runs = new AtomicInteger();
        bench.send(topic, upload("long1"), TRACE);

        try (StagePart part = runtime.start(topic, 2, (event, work) -> {
            runs.incrementAndGet();
            Thread.sleep(3500);
            return Outcome.emit(scanned(event));
        })) {
            bench.await("scanned", "long1");
            await().untilAsserted(() -> assertThat(bench.lag(topic)).isZero());
            assertThat(runs).hasValue(1);
        }
    }

    @Test
    void givesARunningJobToOthersWhenItCloses() throws Exception {
        String topic = "closed";
        CountDownLatch running = new CountDownLatch(1);
        bench.send(topic, upload("closed1"), TRACE);
        StagePart first = runtime.start(topic, 1, (event, work) -> {
            Files.writeString(work.scratch().resolve("half.mp4"), "moov");
            running.countDown();
            Thread.sleep(60_000);
            return Outcome.emit();
        });
        running.await();

        long began = System.nanoTime();
        first.close();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));

        try (Bench.Runtime other = bench.runtime();
                StagePart second = other.start(topic, 1, (event, work) -> Outcome.emit(scanned(event)))) {
            bench.await("scanned", "closed1");
        }
    }

    @Test
    void keepsAsADeadLetterWhatTookTooManyWorkersDown() throws Exception {
        String topic = "lost";
        AtomicInteger runs = new AtomicInteger();
        bench.send(topic, upload("lost1"), TRACE);
        new GroupConfigs(() -> new KafkaClients(new KafkaSettings(bench.kafka.bootstrapServers(), null)).admin())
                .bring("segue-" + topic, Map.of("share.auto.offset.reset", "earliest"));
        release(topic, 2);

        try (Bench.Runtime strict = bench.runtime(
                        bench.kafka.bootstrapServers(),
                        new RetrySettings(3, Duration.ofMillis(1), Duration.ofMillis(1), 2));
                StagePart part = strict.start(topic, 1, (event, work) -> {
                    runs.incrementAndGet();
                    return Outcome.emit();
                })) {
            ConsumerRecord<byte[], byte[]> letter = bench.await(topic + ".dlq", "lost1");

            assertThat(header(letter, "dlq-error-code")).isEqualTo("worker-lost");
            assertThat(header(letter, "dlq-deliveries")).isEqualTo("3");
            assertThat(runs).hasValue(0);
        }
    }

    @Test
    void interruptsAnAttemptAtItsDeadline() throws Exception {
        String topic = "slow";
        bench.send(topic, upload("slow1"), TRACE);

        try (StagePart part = runtime.start(topic, 1, Duration.ofMillis(200), false, (event, work) -> {
            Thread.sleep(60_000);
            return Outcome.emit();
        })) {
            ConsumerRecord<byte[], byte[]> letter = bench.await(topic + ".dlq", "slow1");

            assertThat(header(letter, "dlq-error-code")).isEqualTo("deadline");
            assertThat(header(letter, "dlq-attempts")).isEqualTo("3");
        }
    }

    @Test
    void spreadsABurstOverAllSlots() throws Exception {
        String topic = "burst";
        Map<String, Integer> bySlot = new ConcurrentHashMap<>();
        Map<String, Integer> byVideo = new ConcurrentHashMap<>();
        for (int i = 0; i < 40; i++) {
            bench.send(topic, upload("burst" + i), TRACE);
        }

        try (StagePart part = runtime.start(topic, 4, (event, work) -> {
            bySlot.merge(Thread.currentThread().getName(), 1, Integer::sum);
            byVideo.merge(event.videoId(), 1, Integer::sum);
            Thread.sleep(60);
            return Outcome.emit();
        })) {
            await().untilAsserted(() -> assertThat(bench.lag(topic)).isZero());
        }
        assertThat(byVideo).hasSize(40).allSatisfy((video, runs) -> assertThat(runs)
                .isEqualTo(1));
        assertThat(bySlot).hasSize(4).allSatisfy((slot, runs) -> assertThat(runs)
                .isBetween(5, 20));
    }

    @Test
    void waitsForABrokerThatComesLater() throws Exception {
        String topic = "later";
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        try (Bench.Runtime early = bench.runtime("127.0.0.1:" + port, Bench.RETRY);
                StagePart part = early.start(topic, 1, (event, work) -> Outcome.emit())) {
            await().untilAsserted(() -> assertThat(part.status()).startsWith("Kafka cannot be reached"));
            assertThat(part.ready()).isFalse();
            try (EmbeddedKafka late = EmbeddedKafka.start(folder.resolve("late"), port, Map.of());
                    Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", late.bootstrapServers()))) {
                admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1)))
                        .all()
                        .get();
                await().atMost(Duration.ofSeconds(20)).until(part::ready);
                part.close();
            }
        }
    }

    @Test
    void closesAtOnceWhileItWaitsForABroker() throws Exception {
        try (Bench.Runtime early = bench.runtime("127.0.0.1:1", Bench.RETRY)) {
            StagePart part = early.start("later", 1, (event, work) -> Outcome.emit());
            await().untilAsserted(() -> assertThat(part.status()).isEqualTo("connecting to Kafka"));

            long began = System.nanoTime();
            part.close();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
        }
    }

    /** Takes the only record and gives it back so often. */
    private static void release(String topic, int times) {
        KafkaClients clients = new KafkaClients(new KafkaSettings(bench.kafka.bootstrapServers(), null));
        try (ShareConsumer<byte[], byte[]> consumer = clients.shareConsumer("segue-" + topic, "host-0/test")) {
            consumer.subscribe(List.of(topic));
            int released = 0;
            while (released < times) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    consumer.acknowledge(record, AcknowledgeType.RELEASE);
                    consumer.commitSync();
                    released++;
                }
            }
        }
    }
}
