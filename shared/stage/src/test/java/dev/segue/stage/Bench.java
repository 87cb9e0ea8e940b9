package dev.segue.stage;

import dev.segue.contract.Envelope;
import dev.segue.contract.Event;
import dev.segue.contract.EventCodec;
import dev.segue.contract.Job;
import dev.segue.contract.ObjectRef;
import dev.segue.contract.Scanned;
import dev.segue.contract.Source;
import dev.segue.contract.TopicCatalogue;
import dev.segue.contract.UploadComplete;
import dev.segue.embedded.EmbeddedKafka;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A broker with the catalogue's topics, and what tests need to feed a stage and to see what it did. */
final class Bench implements AutoCloseable {
    static final Job JOB = new Job("Holiday", null, null, null);
    static final RetrySettings RETRY = new RetrySettings(3, Duration.ofMillis(10), Duration.ofMillis(50), 5);
    static final CircuitSettings CIRCUIT =
            new CircuitSettings(Duration.ofMillis(20), Duration.ofMillis(500), Duration.ofMinutes(5));
    static final HostSettings HOST = new HostSettings("host-1", 5, Duration.ofMillis(500), Duration.ofSeconds(2));
    private static final String LOCK_MS = "1000";

    final EmbeddedKafka kafka;
    final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;
    private final EventCodec codec = new EventCodec(Clock.systemUTC());
    final Path folder;
    private final Map<String, Map<String, String>> groups = new HashMap<>();

    /** @param own topics of the tests' own, each with its dead letters and a group of that name whose lock lasts one second */
    Bench(Path folder, String... own) throws Exception {
        this.folder = folder;
        kafka = EmbeddedKafka.start(
                folder.resolve("kafka"),
                0,
                Map.of("group.share.heartbeat.interval.ms", "100", "group.share.min.heartbeat.interval.ms", "100"));
        admin = Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()));
        List<NewTopic> topics = new ArrayList<>();
        for (TopicCatalogue.Wanted wanted : TopicCatalogue.builtIn().wanted()) {
            topics.add(new NewTopic(wanted.name(), wanted.partitions(), (short) 1).configs(wanted.configs()));
        }
        Map<String, String> config =
                new HashMap<>(TopicCatalogue.builtIn().shareGroups().get("segue-scanner"));
        config.put("share.record.lock.duration.ms", LOCK_MS);
        for (String topic : own) {
            topics.add(new NewTopic(topic, 1, (short) 1));
            topics.add(new NewTopic(topic + ".dlq", 1, (short) 1));
            groups.put("segue-" + topic, config);
        }
        admin.createTopics(topics).all().get();
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "max.request.size", 16_000_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** A process of its own as far as Kafka can see. */
    Runtime runtime() throws IOException {
        return runtime(kafka.bootstrapServers(), RETRY);
    }

    Runtime runtime(String bootstrapServers, RetrySettings retry) throws IOException {
        return runtime(bootstrapServers, retry, CIRCUIT, HOST);
    }

    /** A process on another host as far as Kafka can see. */
    Runtime runtime(String host) throws IOException {
        return runtime(
                kafka.bootstrapServers(),
                RETRY,
                CIRCUIT,
                new HostSettings(host, HOST.badJobs(), HOST.firstPause(), HOST.longestPause()));
    }

    Runtime runtime(String bootstrapServers, RetrySettings retry, CircuitSettings circuit, HostSettings host)
            throws IOException {
        return Runtime.of(bootstrapServers, folder, retry, circuit, host, groups, sender -> sender);
    }

    /** What one process would hold. */
    record Runtime(StageRuntime parts, KafkaRecordSender sender, ScratchFolders scratch, SimpleMeterRegistry meters)
            implements AutoCloseable {
        /** @param groups share groups with their settings, instead of the catalogue's */
        static Runtime of(
                String bootstrapServers, Path folder, RetrySettings retry, Map<String, Map<String, String>> groups)
                throws IOException {
            return of(bootstrapServers, folder, retry, CIRCUIT, HOST, groups, sender -> sender);
        }

        /** @param rail what is between the stage and Kafka */
        static Runtime of(
                String bootstrapServers,
                Path folder,
                RetrySettings retry,
                CircuitSettings circuit,
                HostSettings host,
                Map<String, Map<String, String>> groups,
                UnaryOperator<RecordSender> rail)
                throws IOException {
            KafkaClients clients = new KafkaClients(new KafkaSettings(bootstrapServers, null));
            KafkaRecordSender sender = new KafkaRecordSender(clients::producer);
            SimpleMeterRegistry meters = new SimpleMeterRegistry();
            ScratchFolders scratch = ScratchFolders.under(folder.resolve("scratch"), 0);
            Random random = new Random(7);
            TopicCatalogue builtIn = TopicCatalogue.builtIn();
            EventCodec codec = new EventCodec(Clock.systemUTC());
            StageRuntime parts = new StageRuntime(
                    new TopicCatalogue(builtIn.defaults(), builtIn.topics(), builtIn.tools(), groups),
                    clients,
                    sender,
                    new KafkaEventPublisher(rail.apply(sender), codec, Tracing.off()),
                    codec,
                    scratch,
                    retry,
                    circuit,
                    host,
                    new DrainSettings(Duration.ZERO),
                    new StreamsSettings(folder.resolve("streams"), "1", -1),
                    meters,
                    Tracing.off(),
                    random,
                    Clock.systemUTC());
            return new Runtime(parts, sender, scratch, meters);
        }

        StagePart start(String topic, int slots, StageHandler<UploadComplete> handler) {
            return start(topic, slots, Duration.ofSeconds(20), false, handler);
        }

        StagePart start(
                String topic, int slots, Duration deadline, boolean lenient, StageHandler<UploadComplete> handler) {
            StagePart part = parts.workers(
                    new StageSpec<>(topic, topic, UploadComplete.class, slots, deadline, lenient, handler));
            part.start();
            return part;
        }

        @Override
        public void close() throws IOException {
            parts.close();
            sender.close();
            scratch.close();
        }
    }

    Path scratchRoot() {
        return folder.resolve("scratch");
    }

    static UploadComplete upload(String videoId) {
        return new UploadComplete(videoId, 1, JOB, new Source(new ObjectRef("quarantine", videoId), 5, null));
    }

    static Scanned scanned(UploadComplete upload) {
        return new Scanned(
                upload.videoId(),
                upload.generation(),
                upload.job(),
                new Source(new ObjectRef("originals", upload.videoId()), 5, "0".repeat(64)),
                "mov",
                List.of(new Scanned.Check("size", "5 bytes")));
    }

    void send(String topic, Event event, String traceparent) throws Exception {
        Envelope envelope = codec.write(event, "/segue/test", traceparent);
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, bytes(envelope.key()), envelope.value());
        envelope.headers().forEach((name, value) -> record.headers().add(name, bytes(value)));
        send(record);
    }

    void send(ProducerRecord<byte[], byte[]> record) throws Exception {
        producer.send(record).get();
    }

    /** The first record that is looked for, waited for. */
    ConsumerRecord<byte[], byte[]> await(String topic, Predicate<ConsumerRecord<byte[], byte[]>> wanted) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka.bootstrapServers(),
                        "isolation.level",
                        "read_committed",
                        "fetch.max.wait.ms",
                        50),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(p -> new TopicPartition(topic, p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (System.nanoTime() < until) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    if (wanted.test(record)) {
                        return record;
                    }
                }
            }
        }
        throw new AssertionError("no such record within 20 s on " + topic);
    }

    ConsumerRecord<byte[], byte[]> await(String topic, String videoId) {
        return await(topic, r -> videoId.equals(new String(r.key(), StandardCharsets.UTF_8)));
    }

    /** Records that the group has not finally settled; none is known before its first acknowledgement. */
    long lag(String topic) throws Exception {
        String group = "segue-" + topic;
        return admin
                .listShareGroupOffsets(Map.of(group, new ListShareGroupOffsetsSpec()))
                .partitionsToOffsetInfo(group)
                .get()
                .values()
                .stream()
                .filter(info -> info != null)
                .mapToLong(info -> info.lag().orElse(-1L))
                .findFirst()
                .orElse(-1);
    }

    static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
        admin.close(Duration.ZERO);
        kafka.close();
    }
}
