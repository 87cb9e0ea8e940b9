package dev.segue.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.segue.contract.Envelope;
import dev.segue.contract.EventCodec;
import dev.segue.contract.Priority;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.TopicCatalogue;
import dev.segue.embedded.EmbeddedKafka;
import dev.segue.stage.StagePart;
import dev.segue.stage.StageParts;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.context.ApplicationContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The dispatcher on a real broker, with a worker that finishes a unit whenever the test says so. */
final class DispatchIT {
    private static final Logger LOG = LoggerFactory.getLogger(DispatchIT.class);
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);
    private static final int SLOTS = 2;
    /** Two running units and two waiting ones with a marker each, and one more of either for a look that came too early. */
    private static final long LONGEST = 8;

    private final EventCodec codec = new EventCodec(Clock.systemUTC());

    @TempDir
    Path folder;

    private EmbeddedKafka kafka;
    private KafkaProducer<String, byte[]> producer;

    @BeforeEach
    void start() throws Exception {
        kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0, Map.of());
        try (Admin admin = admin()) {
            List<NewTopic> topics = new ArrayList<>();
            for (TopicCatalogue.Wanted wanted : TopicCatalogue.builtIn().wanted()) {
                topics.add(new NewTopic(wanted.name(), wanted.partitions(), (short) 1).configs(wanted.configs()));
            }
            admin.createTopics(topics).all().get();
            List<AlterConfigOp> configs =
                    TopicCatalogue.builtIn().shareGroups().get("segue-encoder").entrySet().stream()
                            .map(e -> new AlterConfigOp(
                                    new ConfigEntry(e.getKey(), e.getValue()), AlterConfigOp.OpType.SET))
                            .toList();
            admin.incrementalAlterConfigs(
                            Map.of(new ConfigResource(ConfigResource.Type.GROUP, "segue-encoder"), configs))
                    .all()
                    .get();
        }
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "max.request.size", 8 * 1024 * 1024),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    @AfterEach
    void stop() {
        producer.close(Duration.ZERO);
        kafka.close();
    }

    @Test
    void urgentUnitsOvertakeTheQueueStaysShortAndNothingIsLostInARestart() throws Exception {
        DispatchFilm low = new DispatchFilm("low", Priority.LOW);
        DispatchFilm urgent = new DispatchFilm("urgent", Priority.URGENT);
        try (Worker worker = new Worker()) {
            try (Dispatcher dispatcher = new Dispatcher("first")) {
                send(low.chunk(0));
                assertThat(worker.finishOne()).isEqualTo("low/1/video-h264/0");
                long sent = System.nanoTime();
                send(low.chunk(1));
                assertThat(worker.finishOne()).isEqualTo("low/1/video-h264/1");
                LOG.atInfo()
                        .addKeyValue("ms", (System.nanoTime() - sent) / 1_000_000)
                        .log("a single unit went through the idle dispatcher and an idle worker");

                for (int i = 2; i < 20; i++) {
                    send(low.chunk(i));
                }
                for (int i = 2; i < 5; i++) {
                    assertThat(worker.finishOne()).isEqualTo("low/1/video-h264/" + i);
                }
                assertThat(dispatcher.backlog.lag()).isLessThanOrEqualTo(LONGEST);

                send(urgent.chunk(0));
                send(urgent.chunk(1));
                List<String> next = new ArrayList<>();
                for (int i = 0; i < 7; i++) {
                    next.add(worker.finishOne());
                    assertThat(dispatcher.backlog.lag()).isLessThanOrEqualTo(LONGEST);
                }
                assertThat(next).contains("urgent/1/video-h264/0", "urgent/1/video-h264/1");
            }
            try (Dispatcher dispatcher = new Dispatcher("second")) {
                while (worker.finished.size() < 22) {
                    worker.finishOne();
                }
                await().atMost(LONG_ENOUGH).until(() -> dispatcher.backlog.lag() <= 0);
            }
            assertThat(worker.finished).hasSize(22).doesNotHaveDuplicates();
        }
    }

    @Test
    void whatIsNoUnitIsKeptAsItCameAndTheUnitsBehindItGoOn() throws Exception {
        DispatchFilm film = new DispatchFilm("behind", Priority.NORMAL);
        Envelope good = codec.write(film.chunk(1), "/segue/splitter", null);
        String type = good.headers().get(Envelope.TYPE);
        byte[] noise = new byte[5_000_000];
        new Random(1).nextBytes(noise);
        List<ProducerRecord<String, byte[]>> bad = List.of(
                raw("behind", type, "{".getBytes(StandardCharsets.UTF_8)),
                raw("behind", "cms.film-bought.v1", good.value()),
                raw("behind", "segue.segments-ready.v2", good.value()),
                raw("behind", null, good.value()),
                raw("behind", type, null),
                raw(null, type, good.value()),
                raw("somebody-else", type, good.value()),
                raw("behind", type, noise));
        for (ProducerRecord<String, byte[]> record : bad) {
            producer.send(record).get();
        }
        send(film.chunk(0));

        try (Worker worker = new Worker();
                Dispatcher dispatcher = new Dispatcher("unreadable")) {
            assertThat(worker.finishOne()).isEqualTo("behind/1/video-h264/0");
        }

        List<ConsumerRecord<String, byte[]>> letters = letters(bad.size());
        for (int i = 0; i < bad.size(); i++) {
            assertThat(letters.get(i).key()).isEqualTo(bad.get(i).key());
            assertThat(Arrays.equals(letters.get(i).value(), bad.get(i).value()))
                    .isTrue();
            assertThat(new String(
                            letters.get(i)
                                    .headers()
                                    .lastHeader("dlq-error-code")
                                    .value(),
                            StandardCharsets.UTF_8))
                    .isEqualTo("malformed-event");
        }
    }

    /** In the partition of the film "behind", so that its units stand behind it. */
    private static ProducerRecord<String, byte[]> raw(String key, String type, byte[] value) {
        int partition = BuiltInPartitioner.partitionForKey("behind".getBytes(StandardCharsets.UTF_8), 4);
        ProducerRecord<String, byte[]> record = new ProducerRecord<>("segments-ready", partition, key, value);
        if (type != null) {
            record.headers().add(Envelope.TYPE, type.getBytes(StandardCharsets.UTF_8));
        }
        return record;
    }

    private List<ConsumerRecord<String, byte[]>> letters(int count) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "isolation.level", "read_committed");
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition("segments-ready.dlq", 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            List<ConsumerRecord<String, byte[]>> letters = new ArrayList<>();
            await().atMost(LONG_ENOUGH).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(letters::add);
                return letters.size() >= count;
            });
            return letters;
        }
    }

    private Admin admin() {
        return Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()));
    }

    private void send(SegmentsReady event) throws Exception {
        Envelope envelope = codec.write(event, "/segue/splitter", null);
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>("segments-ready", envelope.key(), envelope.value());
        envelope.headers().forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        producer.send(record).get();
    }

    /** One process of the dispatcher, as the runtime runs it, with a state folder of its own. */
    private final class Dispatcher implements AutoCloseable {
        private final DispatchBudget budget = new DispatchBudget(SLOTS, 4);
        private final DispatchBacklog backlog = new DispatchBacklog(admin(), budget).start();
        private final ApplicationContext context;
        private final StagePart part;

        Dispatcher(String state) {
            context = ApplicationContext.builder()
                    .properties(Map.of(
                            "segue.kafka.bootstrap-servers",
                            kafka.bootstrapServers(),
                            "segue.streams.state-dir",
                            folder.resolve(state).toString()))
                    .deduceEnvironment(false)
                    .start();
            part = context.getBean(StageParts.class)
                    .streams(
                            DispatchTopology.NAME,
                            DispatchTopology.of(
                                    codec, budget, Reissue.after(Duration.ofHours(2), new SimpleMeterRegistry()), 4),
                            new Properties());
            part.start();
            await().atMost(LONG_ENOUGH).until(part::ready);
        }

        @Override
        public void close() {
            part.close();
            backlog.close();
            context.close();
        }
    }

    /** A slot: takes one unit at a time and is done with it when the test asks for that. */
    private final class Worker implements AutoCloseable {
        private final List<String> finished = new CopyOnWriteArrayList<>();
        private final BlockingQueue<Boolean> permits = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> done = new LinkedBlockingQueue<>();
        private volatile boolean stop;
        private final Thread thread = Thread.ofPlatform().daemon().start(this::run);

        String finishOne() throws InterruptedException {
            permits.add(true);
            String unit = done.poll(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS);
            assertThat(unit)
                    .as("a unit within %s after %s", LONG_ENOUGH, finished)
                    .isNotNull();
            return unit;
        }

        private void run() {
            Map<String, Object> settings = Map.of(
                    "bootstrap.servers",
                    kafka.bootstrapServers(),
                    "group.id",
                    "segue-encoder",
                    "share.acknowledgement.mode",
                    "explicit",
                    "share.acquire.mode",
                    "record_limit",
                    "max.poll.records",
                    1);
            try (KafkaShareConsumer<String, byte[]> consumer =
                    new KafkaShareConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
                consumer.subscribe(List.of("encode-queue"));
                while (!stop) {
                    for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                        permits.take();
                        consumer.acknowledge(record, AcknowledgeType.ACCEPT);
                        consumer.commitSync();
                        finished.add(record.key());
                        done.add(record.key());
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() throws InterruptedException {
            stop = true;
            permits.add(true);
            thread.join(LONG_ENOUGH.toMillis());
        }
    }
}
