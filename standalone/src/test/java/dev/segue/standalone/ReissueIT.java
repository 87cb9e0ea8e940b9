package dev.segue.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.segue.contract.AudioCodec;
import dev.segue.contract.AudioRendition;
import dev.segue.contract.AudioRole;
import dev.segue.contract.Envelope;
import dev.segue.contract.Event;
import dev.segue.contract.EventCodec;
import dev.segue.contract.EventType;
import dev.segue.contract.Job;
import dev.segue.contract.MediaInfo;
import dev.segue.contract.ObjectRef;
import dev.segue.contract.Segment;
import dev.segue.contract.SegmentEncoded;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.Source;
import dev.segue.contract.StoredObject;
import dev.segue.contract.Unit;
import dev.segue.embedded.EmbeddedKafka;
import dev.segue.ops.Topics;
import dev.segue.stage.StagePart;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.micronaut.inject.qualifiers.Qualifiers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dispatcher and assembler as they ship, with an encoder that makes units vanish: the net under every hole in a queue. */
final class ReissueIT {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

    private final EventCodec codec = new EventCodec(Clock.systemUTC());

    @TempDir
    Path folder;

    @Test
    void aFilmIsCompletedThoughAUnitWasLostAndDeadUnitsAreLeftAlone() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0, Map.of());
                ApplicationContext context = context(kafka);
                KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        new StringSerializer(),
                        new ByteArraySerializer())) {
            context.getBean(Topics.class).apply();
            try (StagePart dispatcher = context.getBean(StagePart.class, Qualifiers.byName("dispatcher"));
                    StagePart assembler = context.getBean(StagePart.class, Qualifiers.byName("assembler"));
                    Encoder encoder = new Encoder(kafka.bootstrapServers(), producer)) {
                dispatcher.start();
                assembler.start();
                send(producer, ready("dies", "a1"));
                send(producer, ready("vanishes", "a1"));
                send(producer, ready("vanishes", "a2"));

                await().atMost(LONG_ENOUGH).untilAsserted(() -> assertThat(complete(kafka))
                        .containsExactlyInAnyOrder(
                                "vanishes/1/rendition-complete/a1", "vanishes/1/rendition-complete/a2"));

                assertThat(encoder.taken)
                        .containsExactlyInAnyOrder(
                                "dies/1/a1/0", "vanishes/1/a1/0", "vanishes/1/a2/0", "vanishes/1/a1/0");
                assertThat(context.getBean(MeterRegistry.class)
                                .get("segue.dispatcher.units.reissued")
                                .counter()
                                .count())
                        .isEqualTo(1);
            }
        }
    }

    private ApplicationContext context(EmbeddedKafka kafka) {
        return ApplicationContext.builder()
                .properties(Map.of(
                        "segue.kafka.bootstrap-servers",
                        kafka.bootstrapServers(),
                        "segue.streams.state-dir",
                        folder.resolve("streams").toString(),
                        "segue.stage.encoder.enabled",
                        "true",
                        "segue.stage.assembler.enabled",
                        "true",
                        "segue.encoder.slots",
                        "4",
                        "segue.dispatcher.reissue-after",
                        "3s"))
                .deduceEnvironment(false)
                .banner(false)
                .start();
    }

    private static SegmentsReady ready(String videoId, String track) {
        MediaInfo.Audio stream = new MediaInfo.Audio(1, "aac", 48_000, 2, null, null, AudioRole.MAIN, null);
        AudioRendition rendition =
                new AudioRendition(track, stream, AudioCodec.AAC, 128_000, 48_000, 2, null, AudioRole.MAIN, null);
        return new SegmentsReady(
                videoId,
                1,
                new Job("film.mp4", null, null, null),
                new Source(new ObjectRef("originals", videoId), 1, null),
                "mov",
                new Unit.AudioTrack(track, 0, 1, rendition, 0, 1_000_000, 4_000),
                List.of("a1", "a2"));
    }

    private void send(KafkaProducer<String, byte[]> producer, Event event) throws Exception {
        Envelope envelope = codec.write(event, "/segue/test", null);
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(EventType.of(event).topic(), envelope.key(), envelope.value());
        envelope.headers().forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        producer.send(record).get();
    }

    private static List<String> complete(EmbeddedKafka kafka) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "isolation.level", "read_committed");
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition("rendition-complete", 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            Queue<String> ids = new ConcurrentLinkedQueue<>();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(r -> ids.add(
                                new String(r.headers().lastHeader(Envelope.ID).value(), StandardCharsets.UTF_8)));
            }
            return List.copyOf(ids);
        }
    }

    /** A slot of the encoders' group: the first unit of "vanishes" vanishes in it, "dies" dies. */
    private final class Encoder implements AutoCloseable {
        private final Queue<String> taken = new ConcurrentLinkedQueue<>();
        private final String bootstrapServers;
        private final KafkaProducer<String, byte[]> producer;
        private volatile boolean stop;
        private final Thread thread = Thread.ofPlatform().daemon().unstarted(this::run);

        Encoder(String bootstrapServers, KafkaProducer<String, byte[]> producer) {
            this.bootstrapServers = bootstrapServers;
            this.producer = producer;
            thread.start();
        }

        private void run() {
            Map<String, Object> settings = Map.of(
                    "bootstrap.servers",
                    bootstrapServers,
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
                    for (ConsumerRecord<String, byte[]> unit : consumer.poll(Duration.ofMillis(200))) {
                        encode(unit);
                        consumer.acknowledge(unit, AcknowledgeType.ACCEPT);
                        consumer.commitSync();
                    }
                }
            } catch (Exception e) {
                throw new IllegalStateException("the encoder failed", e);
            }
        }

        private void encode(ConsumerRecord<String, byte[]> unit) throws Exception {
            boolean again = taken.contains(unit.key());
            taken.add(unit.key());
            String[] id = unit.key().split("/");
            if (id[0].equals("dies")) {
                producer.send(new ProducerRecord<>("encode-queue.dlq", unit.key(), unit.value()))
                        .get();
            } else if (again || unit.key().equals("vanishes/1/a2/0")) {
                StoredObject object = new StoredObject(1, "1".repeat(64));
                send(
                        producer,
                        new SegmentEncoded(
                                id[0],
                                1,
                                id[2],
                                0,
                                1_500,
                                List.of(new SegmentEncoded.Output(
                                        id[2],
                                        "mp4a.40.2",
                                        48_000,
                                        object,
                                        1,
                                        List.of(new Segment(0, 0, 48_000, object)),
                                        null)),
                                List.of()));
            }
        }

        @Override
        public void close() throws InterruptedException {
            stop = true;
            thread.join(LONG_ENOUGH.toMillis());
        }
    }
}
