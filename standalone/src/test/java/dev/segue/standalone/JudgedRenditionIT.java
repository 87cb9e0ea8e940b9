package dev.segue.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.segue.contract.Envelope;
import dev.segue.contract.Event;
import dev.segue.contract.EventCodec;
import dev.segue.contract.EventType;
import dev.segue.contract.FrameTimes;
import dev.segue.contract.Job;
import dev.segue.contract.MediaInfo;
import dev.segue.contract.ObjectRef;
import dev.segue.contract.QualityCheck;
import dev.segue.contract.RateControl;
import dev.segue.contract.Rational;
import dev.segue.contract.RenditionComplete;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.Source;
import dev.segue.contract.Stretch;
import dev.segue.contract.Unit;
import dev.segue.contract.VideoCodec;
import dev.segue.contract.VideoRendition;
import dev.segue.contract.Warning;
import dev.segue.embedded.EmbeddedKafka;
import dev.segue.embedded.EmbeddedS3;
import dev.segue.ops.Topics;
import dev.segue.stage.StagePart;
import dev.segue.storage.ObjectStore;
import io.micronaut.context.ApplicationContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a rendition besides that it is complete: from the filters in FFmpeg to the event, through all topics between. */
final class JudgedRenditionIT {
    private static final int FRAMES = 75;
    private static final long TICKS = 512;

    private final EventCodec codec = new EventCodec(Clock.systemUTC());

    @TempDir
    Path folder;

    @Test
    void aRenditionSaysHowGoodItIsAndWhatIsOddAboutIt() throws Exception {
        String picture = "testsrc2=s=320x180:r=25:d=6,drawbox=t=fill:color=black:enable='between(n,50,99)'";
        Tool.ffmpeg(
                folder,
                "-f",
                "lavfi",
                "-i",
                picture,
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-bf",
                "0",
                "film.mp4");
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0, Map.of());
                EmbeddedS3 s3 = EmbeddedS3.start(Files.createDirectory(folder.resolve("s3")), 0);
                ApplicationContext context = context(kafka, s3);
                KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        new StringSerializer(),
                        new ByteArraySerializer())) {
            context.getBean(Topics.class).apply();
            ObjectStore store = context.getBean(ObjectStore.class);
            store.ensureBucket("originals");
            store.ensureBucket("vod");
            store.put(new ObjectRef("originals", "film"), folder.resolve("film.mp4"), "video/mp4");
            Collection<StagePart> parts = Laptop.parts(context);
            try {
                parts.forEach(StagePart::start);
                send(producer, ready(0));
                send(producer, ready(1));

                await().atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> assertThat(complete(kafka)).hasSize(1));
            } finally {
                parts.forEach(StagePart::close);
            }

            RenditionComplete rendition = complete(kafka).getFirst();
            assertThat(rendition.quality()).satisfies(quality -> {
                assertThat(quality.samples()).as("the second of two units").isEqualTo(1);
                assertThat(quality.meanMillionths()).isBetween(500_000, 999_998);
            });
            assertThat(rendition.warnings())
                    .contains(
                            new Stretch(Stretch.Kind.BLACK, 2_000_000, 4_000_000).warning(),
                            new Stretch(Stretch.Kind.FREEZE, 2_000_000, 4_000_000).warning())
                    .extracting(Warning::code)
                    .containsExactlyInAnyOrder("black", "freeze", "bitrate-off-target", "quality-below-floor");
        }
    }

    private ApplicationContext context(EmbeddedKafka kafka, EmbeddedS3 s3) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("segue.kafka.bootstrap-servers", kafka.bootstrapServers());
        properties.put("segue.s3.endpoint", s3.endpoint().toString());
        properties.put("segue.s3.access-key", s3.accessKey());
        properties.put("segue.s3.secret-key", s3.secretKey());
        properties.put("segue.streams.state-dir", folder.resolve("streams").toString());
        properties.put("segue.scratch.dir", folder.resolve("scratch").toString());
        properties.put("segue.stage.encoder.enabled", "true");
        properties.put("segue.stage.assembler.enabled", "true");
        properties.put("segue.encoder.slots", "2");
        return ApplicationContext.builder()
                .properties(properties)
                .deduceEnvironment(false)
                .banner(false)
                .start();
    }

    /** Black goes over from the first chunk into the second. */
    private static SegmentsReady ready(int index) {
        MediaInfo.Video stream = new MediaInfo.Video(
                0,
                "h264",
                null,
                320,
                180,
                0,
                new Rational(1, 1),
                "yuv420p",
                new Rational(1, 12_800),
                null,
                MediaInfo.Scan.PROGRESSIVE,
                MediaInfo.DynamicRange.SDR,
                false,
                null,
                null,
                null,
                null);
        VideoRendition v180 = new VideoRendition(
                "v180",
                VideoCodec.H264,
                320,
                180,
                new RateControl.Vbr(30_000, 300_000L, 300_000L),
                "ultrafast",
                null,
                "yuv420p",
                MediaInfo.DynamicRange.SDR,
                List.of());
        Unit.VideoChunk chunk = new Unit.VideoChunk(
                "video-h264",
                index,
                2,
                stream,
                new FrameTimes(index * FRAMES * TICKS, List.of(new FrameTimes.Run(TICKS, FRAMES))),
                null,
                0,
                2 * TICKS,
                index * 2,
                List.of(40, FRAMES - 40),
                List.of(0, 40),
                index == 1,
                List.of(v180),
                new QualityCheck(1, 999_999));
        return new SegmentsReady(
                "film",
                1,
                new Job("film.mp4", null, null, null),
                new Source(new ObjectRef("originals", "film"), 1, null),
                "mov",
                chunk,
                List.of("v180"));
    }

    private void send(KafkaProducer<String, byte[]> producer, Event event) throws Exception {
        Envelope envelope = codec.write(event, "/segue/test", null);
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(EventType.of(event).topic(), envelope.key(), envelope.value());
        envelope.headers().forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        producer.send(record).get();
    }

    private List<RenditionComplete> complete(EmbeddedKafka kafka) throws Exception {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "isolation.level", "read_committed");
        List<RenditionComplete> found = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition("rendition-complete", 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    Map<String, String> headers = new HashMap<>();
                    for (Header header : record.headers()) {
                        headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
                    }
                    found.add(codec.read(RenditionComplete.class, headers, record.value()));
                }
            }
        }
        return found;
    }
}
