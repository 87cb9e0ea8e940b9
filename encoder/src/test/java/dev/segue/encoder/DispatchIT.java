package dev.segue.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.segue.contract.Envelope;
import dev.segue.contract.Priority;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The dispatcher on a real broker, with a worker that finishes a unit whenever the test says so. */
final class DispatchIT {
    private static final Logger LOG = LoggerFactory.getLogger(DispatchIT.class);
    private static final int SLOTS = 2;
    /** Two units at work, the marker behind the last one, and as much again while it is not known that there is but one slot. */
    private static final long LONGEST = 6;

    @TempDir
    Path folder;

    private DispatchCluster cluster;

    @BeforeEach
    void start() throws Exception {
        cluster = new DispatchCluster(folder);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void urgentUnitsOvertakeTheQueueStaysShortAndNothingIsLostInARestart() throws Exception {
        DispatchFilm low = new DispatchFilm("low", Priority.LOW);
        DispatchFilm urgent = new DispatchFilm("urgent", Priority.URGENT);
        try (DispatchSlot worker = new DispatchSlot(cluster, new CopyOnWriteArrayList<>())) {
            try (DispatchCluster.Dispatcher dispatcher = cluster.new Dispatcher("first", SLOTS)) {
                cluster.send(low.chunk(0));
                assertThat(worker.finishOne()).isEqualTo("low/1/video-h264/0");
                long sent = System.nanoTime();
                cluster.send(low.chunk(1));
                assertThat(worker.finishOne()).isEqualTo("low/1/video-h264/1");
                LOG.atInfo()
                        .addKeyValue("ms", (System.nanoTime() - sent) / 1_000_000)
                        .log("a single unit went through the idle dispatcher and an idle worker");

                for (int i = 2; i < 20; i++) {
                    cluster.send(low.chunk(i));
                }
                for (int i = 2; i < 5; i++) {
                    assertThat(worker.finishOne()).isEqualTo("low/1/video-h264/" + i);
                }
                assertThat(dispatcher.backlog.lag()).isLessThanOrEqualTo(LONGEST);

                cluster.send(urgent.chunk(0));
                cluster.send(urgent.chunk(1));
                List<String> next = new ArrayList<>();
                for (int i = 0; i < 7; i++) {
                    next.add(worker.finishOne());
                    assertThat(dispatcher.backlog.lag()).isLessThanOrEqualTo(LONGEST);
                }
                assertThat(next).contains("urgent/1/video-h264/0", "urgent/1/video-h264/1");
            }
            try (DispatchCluster.Dispatcher dispatcher = cluster.new Dispatcher("second", SLOTS)) {
                while (worker.finished.size() < 22) {
                    worker.finishOne();
                }
                await().atMost(DispatchCluster.LONG_ENOUGH).until(() -> dispatcher.backlog.lag() <= 0);
            }
            assertThat(worker.finished).hasSize(22).doesNotHaveDuplicates();
        }
    }

    @Test
    void whatIsNoUnitIsKeptAsItCameAndTheUnitsBehindItGoOn() throws Exception {
        DispatchFilm film = new DispatchFilm("behind", Priority.NORMAL);
        Envelope good = cluster.codec().write(film.chunk(1), "/segue/splitter", null);
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
            cluster.producer.send(record).get();
        }
        cluster.send(film.chunk(0));

        try (DispatchSlot worker = new DispatchSlot(cluster, new CopyOnWriteArrayList<>());
                DispatchCluster.Dispatcher dispatcher = cluster.new Dispatcher("unreadable", SLOTS)) {
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
                Map.of("bootstrap.servers", cluster.kafka.bootstrapServers(), "isolation.level", "read_committed");
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition("segments-ready.dlq", 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            List<ConsumerRecord<String, byte[]>> letters = new ArrayList<>();
            await().atMost(DispatchCluster.LONG_ENOUGH).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(letters::add);
                return letters.size() >= count;
            });
            return letters;
        }
    }
}
