package dev.segue.encoder;

import static org.awaitility.Awaitility.await;

import dev.segue.contract.Envelope;
import dev.segue.contract.Event;
import dev.segue.contract.EventCodec;
import dev.segue.contract.EventType;
import dev.segue.contract.Segment;
import dev.segue.contract.SegmentEncoded;
import dev.segue.contract.StoredObject;
import dev.segue.contract.TopicCatalogue;
import dev.segue.embedded.EmbeddedKafka;
import dev.segue.stage.StagePart;
import dev.segue.stage.StageParts;
import dev.segue.stage.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.context.ApplicationContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A broker with the catalogue's topics, and processes of the dispatcher on it. */
final class DispatchCluster implements AutoCloseable {
    static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

    final EmbeddedKafka kafka;
    final KafkaProducer<String, byte[]> producer;
    private final EventCodec codec = new EventCodec(Clock.systemUTC());
    private final Path folder;

    DispatchCluster(Path folder) throws Exception {
        this.folder = folder;
        kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0, Map.of());
        try (Admin admin = admin()) {
            List<NewTopic> topics = new ArrayList<>();
            for (TopicCatalogue.Wanted wanted : TopicCatalogue.builtIn().wanted()) {
                topics.add(new NewTopic(wanted.name(), wanted.partitions(), (short) 1).configs(wanted.configs()));
            }
            admin.createTopics(topics).all().get();
            List<AlterConfigOp> configs =
                    TopicCatalogue.builtIn().shareGroups().get(DispatchTopology.WORKERS).entrySet().stream()
                            .map(e -> new AlterConfigOp(
                                    new ConfigEntry(e.getKey(), e.getValue()), AlterConfigOp.OpType.SET))
                            .toList();
            admin.incrementalAlterConfigs(
                            Map.of(new ConfigResource(ConfigResource.Type.GROUP, DispatchTopology.WORKERS), configs))
                    .all()
                    .get();
        }
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "max.request.size", 8 * 1024 * 1024),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    Admin admin() {
        return Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()));
    }

    EventCodec codec() {
        return codec;
    }

    void send(Event event) throws Exception {
        Envelope envelope = codec.write(event, "/segue/test", null);
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(EventType.of(event).topic(), envelope.key(), envelope.value());
        envelope.headers().forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        producer.send(record).get();
    }

    /** States the result of the unit with that key on the encode queue. */
    void state(String queueKey) throws Exception {
        send(encoded(DispatchUnit.ofQueueKey(queueKey).orElseThrow()));
    }

    static SegmentEncoded encoded(DispatchUnit unit) {
        StoredObject object = new StoredObject(1, "1".repeat(64));
        SegmentEncoded.Output output = new SegmentEncoded.Output(
                "v720", "avc1.64001f", 12_800, object, 100, List.of(new Segment(unit.index(), 0, 1, object)), null);
        return new SegmentEncoded(
                unit.videoId(), unit.generation(), unit.track(), unit.index(), 1_500, List.of(output), List.of());
    }

    /** One process of the dispatcher, as the runtime runs it, with a state folder of its own. */
    final class Dispatcher implements AutoCloseable {
        final SimpleMeterRegistry meters = new SimpleMeterRegistry();
        final DispatchDesk desk;
        final DispatchBacklog backlog;
        final ApplicationContext context;
        private final StagePart part;

        Dispatcher(String state, int slots) {
            desk = DispatchDesk.of(slots, 4, Duration.ofHours(2), meters, Tracing.off(), System::nanoTime);
            backlog = new DispatchBacklog(admin(), desk.budget()).start();
            context = ApplicationContext.builder()
                    .properties(Map.of(
                            "segue.kafka.bootstrap-servers",
                            kafka.bootstrapServers(),
                            "segue.scratch.dir",
                            folder.resolve("scratch").toString(),
                            "segue.streams.state-dir",
                            folder.resolve(state).toString()))
                    .deduceEnvironment(false)
                    .start();
            context.registerSingleton(MeterRegistry.class, meters);
            part = context.getBean(StageParts.class)
                    .streams(DispatchTopology.NAME, DispatchTopology.of(codec, desk, 4), DispatchTopology.settings());
            part.start();
            await().atMost(LONG_ENOUGH).until(part::ready);
        }

        /** How many units of a video wait. */
        long waiting(String videoId) {
            List<String> units = new ArrayList<>();
            desk.budget().order().forEach((place, cost) -> units.add(place.unit()));
            return units.stream().filter(unit -> unit.startsWith(videoId + "/")).count();
        }

        @Override
        public void close() {
            part.close();
            backlog.close();
            context.close();
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
        kafka.close();
    }
}
