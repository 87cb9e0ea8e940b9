package dev.segue.stage;

import static dev.segue.stage.Bench.bytes;
import static dev.segue.stage.Bench.header;
import static dev.segue.stage.Bench.scanned;
import static dev.segue.stage.Bench.upload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.segue.contract.Envelope;
import dev.segue.contract.EventCodec;
import dev.segue.contract.UploadComplete;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is no event goes to the dead-letter topic byte by byte, and the events behind it are worked on. */
class UnreadableEventsIT {
    private static final String TYPE = "segue.upload-complete.v1";

    @TempDir
    static Path folder;

    private static Bench bench;

    @BeforeAll
    static void startBroker() throws Exception {
        bench = new Bench(folder, "strict", "door", "edge");
    }

    @AfterAll
    static void stopBroker() {
        bench.close();
    }

    @Test
    void everyKindIsKeptAsItCame() throws Exception {
        byte[] event = new EventCodec(Clock.systemUTC())
                .write(upload("readable"), "/segue/ingest", null)
                .value();
        Map<String, ProducerRecord<byte[], byte[]>> sent = new LinkedHashMap<>();
        sent.put("not JSON", record("strict", "no-json", TYPE, bytes("{\"videoId\": ")));
        sent.put("unknown type", record("strict", "unknown", "cms.film-bought.v1", event));
        sent.put("wrong version", record("strict", "version", "segue.upload-complete.v2", event));
        sent.put("another stage's event", record("strict", "other", "segue.scanned.v1", event));
        sent.put("no type", record("strict", "untyped", null, event));
        sent.put("no value", record("strict", "valueless", TYPE, null));
        sent.put("no key", record("strict", null, TYPE, event));
        sent.put("a field missing", record("strict", "fieldless", TYPE, bytes("{\"videoId\": \"v1\"}")));
        sent.put("5 MB of noise", record("strict", "noise", TYPE, noise(5_000_000)));
        for (ProducerRecord<byte[], byte[]> record : sent.values()) {
            record.headers().add("tag", bytes("a")).add("nothing", null).add("tag", new byte[] {(byte) 0xff});
            bench.send(record);
        }
        bench.send("strict", upload("behind"), "");

        try (Bench.Runtime runtime = bench.runtime();
                StagePart part = runtime.start("strict", 1, (e, work) -> Outcome.emit(scanned(e)))) {
            bench.await("scanned", "behind");
            await().untilAsserted(() -> assertThat(bench.lag("strict")).isZero());
            List<ConsumerRecord<byte[], byte[]>> letters = letters("strict.dlq", sent.size());

            int i = 0;
            for (Map.Entry<String, ProducerRecord<byte[], byte[]>> kind : sent.entrySet()) {
                ConsumerRecord<byte[], byte[]> letter = letters.get(i++);
                assertThat(letter.key())
                        .as(kind.getKey())
                        .isEqualTo(kind.getValue().key());
                assertThat(Arrays.equals(letter.value(), kind.getValue().value()))
                        .as(kind.getKey())
                        .isTrue();
                assertThat(ofTheRecord(letter))
                        .as(kind.getKey())
                        .containsExactly(kind.getValue().headers().toArray());
                assertThat(header(letter, "dlq-error-code")).as(kind.getKey()).isEqualTo("malformed-event");
                assertThat(header(letter, "dlq-attempts")).as(kind.getKey()).isEqualTo("0");
            }
            assertThat(runtime.meters()
                            .get("segue.stage.dead.letters")
                            .tags("stage", "strict", "code", "malformed-event")
                            .counter()
                            .count())
                    .isEqualTo(sent.size());
        }
    }

    @Test
    void theDoorNeedsNoKeyWhereTheEventNamesItsVideo() throws Exception {
        bench.send(record("door", null, null, bytes("""
                {"type": "segue.upload-complete.v1", "videoId": "named",
                 "source": {"object": {"bucket": "quarantine", "key": "named"}, "sizeBytes": 5}}""")));
        bench.send(record("door", null, null, bytes("""
                {"type": "segue.upload-complete.v1",
                 "source": {"object": {"bucket": "quarantine", "key": "nameless"}, "sizeBytes": 5}}""")));

        try (Bench.Runtime runtime = bench.runtime();
                StagePart part = runtime.start(
                        "door", 1, Duration.ofSeconds(5), true, (event, work) -> Outcome.emit(scanned(event)))) {
            bench.await("scanned", "named");
            assertThat(header(letters("door.dlq", 1).getFirst(), "dlq-error-message"))
                    .startsWith("videoId is missing");
        }
    }

    /** On a topic as the catalogue makes it: own topics of this bench have the broker's limit. */
    @Test
    void recordsAtAndBeyondTheLimitKeepNobodyWaiting() throws Exception {
        byte[] almost = noise(8 * 1024 * 1024 - 1024);
        bench.send(record("upload-complete", "almost", TYPE, almost));
        byte[] unpacked = new byte[KafkaClients.LARGEST_REQUEST + 1024];
        try (KafkaProducer<byte[], byte[]> packing = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bench.kafka.bootstrapServers(),
                        "compression.type",
                        "gzip",
                        "buffer.memory",
                        64L * 1024 * 1024,
                        "max.request.size",
                        32 * 1024 * 1024),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            packing.send(record("upload-complete", "packed", TYPE, unpacked)).get();
        }
        bench.send("upload-complete", upload("behind-the-limit"), "");

        try (Bench.Runtime runtime = bench.runtime();
                StagePart part = runtime.parts()
                        .workers(new StageSpec<>(
                                "edge",
                                "upload-complete",
                                UploadComplete.class,
                                1,
                                Duration.ofSeconds(20),
                                false,
                                (event, work) -> Outcome.emit(scanned(event))))) {
            part.start();
            bench.await("scanned", "behind-the-limit");
            List<ConsumerRecord<byte[], byte[]>> letters = letters("upload-complete.dlq", 2);

            assertThat(Arrays.equals(letters.get(0).value(), almost)).isTrue();
            assertThat(header(letters.get(0), "dlq-error-stack")).isNotEmpty();
            assertThat(letters.get(1).key()).isEqualTo(bytes("packed"));
            assertThat(letters.get(1).value()).isNull();
            assertThat(Long.parseLong(header(letters.get(1), "dlq-omitted-bytes")))
                    .isGreaterThan(unpacked.length);
            assertThat(header(letters.get(1), "dlq-origin-offset")).isEqualTo("1");
        }
    }

    private static ProducerRecord<byte[], byte[]> record(
            String topic, @Nullable String key, @Nullable String type, byte @Nullable [] value) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, key == null ? null : bytes(key), value);
        if (type != null) {
            record.headers().add(Envelope.TYPE, bytes(type));
        }
        return record;
    }

    private static byte[] noise(int bytes) {
        byte[] noise = new byte[bytes];
        new Random(1).nextBytes(noise);
        return noise;
    }

    private static List<ConsumerRecord<byte[], byte[]>> letters(String topic, int count) {
        List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
        bench.await(topic, letter -> {
            letters.add(letter);
            return letters.size() == count;
        });
        return letters;
    }

    private static List<Header> ofTheRecord(ConsumerRecord<byte[], byte[]> letter) {
        return Arrays.stream(letter.headers().toArray())
                .filter(h -> !h.key().startsWith(DeadLetterHeaders.PREFIX))
                .toList();
    }
}
