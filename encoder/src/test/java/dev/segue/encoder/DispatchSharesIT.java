package dev.segue.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.segue.contract.Cancel;
import dev.segue.contract.Priority;
import dev.segue.contract.SegmentsReady;
import dev.segue.media.ffmpeg.Ffmpeg;
import dev.segue.media.ffmpeg.FfmpegBinaries;
import dev.segue.media.ffmpeg.FfmpegSettings;
import dev.segue.stage.Outcome;
import dev.segue.stage.StagePart;
import dev.segue.stage.StageParts;
import dev.segue.stage.StageSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the dispatcher promises those who wait, on a real broker with two slots. */
final class DispatchSharesIT {
    private static final Logger LOG = LoggerFactory.getLogger(DispatchSharesIT.class);
    private static final int SLOTS = 2;
    private static final Duration CANCELLED_WITHIN = Duration.ofSeconds(2);

    @TempDir
    static Path folder;

    private static DispatchCluster cluster;
    private static DispatchCluster.Dispatcher dispatcher;
    private static Ffmpeg ffmpeg;

    @BeforeAll
    static void start() throws Exception {
        ffmpeg = new Ffmpeg(
                FfmpegBinaries.locate(new FfmpegSettings(
                        FfmpegSettings.Source.BUNDLED,
                        null,
                        Path.of("target", "ffmpeg").toAbsolutePath())),
                Clock.systemUTC());
        cluster = new DispatchCluster(folder);
        dispatcher = cluster.new Dispatcher("streams", SLOTS);
    }

    @AfterAll
    static void stop() {
        dispatcher.close();
        cluster.close();
    }

    @Test
    void urgentUnitsStartBeforeAnyFurtherOfTwoHundredLowOnes() throws Exception {
        DispatchFilm low = new DispatchFilm("low", Priority.LOW);
        DispatchFilm urgent = new DispatchFilm("urgent", Priority.URGENT);
        List<String> started = new CopyOnWriteArrayList<>();
        try (DispatchSlot one = new DispatchSlot(cluster, started);
                DispatchSlot two = new DispatchSlot(cluster, started)) {
            for (int i = 0; i < 200; i++) {
                cluster.send(low.chunk(i));
            }
            await().atMost(DispatchCluster.LONG_ENOUGH).until(() -> started.size() == SLOTS);
            await().atMost(DispatchCluster.LONG_ENOUGH).until(() -> dispatcher.waiting("low") == 198);

            for (int i = 0; i < 6; i++) {
                cluster.send(urgent.chunk(i));
            }
            await().atMost(DispatchCluster.LONG_ENOUGH).until(() -> dispatcher.waiting("urgent") == 6);
            assertThat(started).as("both slots are at work on low units").hasSize(SLOTS);
            for (int i = 0; i < 4; i++) {
                one.permit();
                two.permit();
            }

            await().atMost(DispatchCluster.LONG_ENOUGH).until(() -> started.size() >= 10);
            assertThat(started.subList(2, 8)).allMatch(unit -> unit.startsWith("urgent/"));
            assertThat(started.subList(8, 10)).allMatch(unit -> unit.startsWith("low/"));

            cluster.send(new Cancel("low", 1, "The test is over."));
            await().atMost(DispatchCluster.LONG_ENOUGH)
                    .until(() -> dispatcher.desk.budget().order().isEmpty());
            one.permit();
            two.permit();
        }
        settled();
    }

    @Test
    void twoOwnersWithEqualPriorityShareEvenly() throws Exception {
        DispatchFilm large = new DispatchFilm("large", Priority.NORMAL, "studio");
        DispatchFilm small = new DispatchFilm("small", Priority.NORMAL, "amateur");
        long from = queueEnd();
        List<String> started = new CopyOnWriteArrayList<>();
        try (DispatchSlot one = new DispatchSlot(cluster, started);
                DispatchSlot two = new DispatchSlot(cluster, started)) {
            for (int i = 0; i < 40; i++) {
                cluster.send(large.chunk(i));
            }
            await().atMost(DispatchCluster.LONG_ENOUGH).until(() -> started.size() == SLOTS);
            for (int i = 0; i < 20; i++) {
                cluster.send(small.chunk(i));
            }
            await().atMost(DispatchCluster.LONG_ENOUGH).until(() -> dispatcher.waiting("small") == 20);
            long began = System.nanoTime();
            for (int i = 0; i < 30; i++) {
                one.permit();
                two.permit();
            }

            await().atMost(DispatchCluster.LONG_ENOUGH).until(() -> started.size() == 60);
            LOG.atInfo()
                    .addKeyValue("ms", (System.nanoTime() - began) / 1_000_000 / 30)
                    .log("from a unit to the next in a slot whose units take no time");
        }

        List<String> released = queueFrom(from);
        assertThat(released).hasSize(60);
        // Two were released before the second owner came; both have units until its twentieth is released.
        for (int window = SLOTS; window + 20 <= SLOTS + 40; window++) {
            assertThat(Collections.frequency(released.subList(window, window + 20), "small"))
                    .as("units of the smaller owner in 20 from the %d. of %s", window, released)
                    .isBetween(9, 11);
        }
        settled();
    }

    @Test
    void cancelRemovesQueuedUnitsAndStopsRunningOnesAndNothingElse() throws Exception {
        DispatchFilm doomed = new DispatchFilm("doomed", Priority.HIGH);
        DispatchFilm other = new DispatchFilm("other", Priority.HIGH);
        try (StagePart encoder = encoder()) {
            cluster.send(other.chunk(0));
            await().atMost(DispatchCluster.LONG_ENOUGH).until(() -> encoding() == 1);
            for (int i = 0; i < 10; i++) {
                cluster.send(doomed.chunk(i));
            }
            await().atMost(DispatchCluster.LONG_ENOUGH)
                    .until(() -> encoding() == SLOTS && dispatcher.waiting("doomed") == 9);

            cluster.send(new Cancel("doomed", 1, "Uploaded by mistake."));
            long cancelled = System.nanoTime();
            await().pollInterval(Duration.ofMillis(20))
                    .atMost(CANCELLED_WITHIN)
                    .until(() -> encoding() == 1 && dispatcher.waiting("doomed") == 0 && scratchFolders() == 1);
            LOG.atInfo()
                    .addKeyValue("ms", (System.nanoTime() - cancelled) / 1_000_000)
                    .log("nothing is left of a cancelled run");
            await().until(() -> count("segue.stage.cancelled") == 1);

            // The slot is free for others, and what another worker has done stops here, too.
            cluster.send(other.chunk(1));
            await().atMost(DispatchCluster.LONG_ENOUGH).until(() -> encoding() == 2);
            cluster.state("other/1/video-h264/0");
            cluster.state("other/1/video-h264/1");
            await().atMost(CANCELLED_WITHIN).until(() -> encoding() == 0 && scratchFolders() == 0);
            await().until(() -> count("segue.stage.cancelled") == 3);
        }
        assertThat(end("encode-queue.dlq")).as("a cancelled unit is no failure").isZero();
        settled();
    }

    /** Slots as the runtime runs them, with a real FFmpeg that goes on for an hour. */
    private static StagePart encoder() {
        StagePart encoder = dispatcher
                .context
                .getBean(StageParts.class)
                .workers(new StageSpec<>(
                        "encoder",
                        DispatchTopology.QUEUE,
                        SegmentsReady.class,
                        SLOTS,
                        Duration.ofHours(1),
                        false,
                        (event, work) -> {
                            ffmpeg.run(
                                    List.of(
                                            "-re",
                                            "-f",
                                            "lavfi",
                                            "-i",
                                            "testsrc2=s=64x64:r=5",
                                            "-t",
                                            "3600",
                                            "-c:v",
                                            "rawvideo",
                                            "-f",
                                            "rawvideo",
                                            "endless.raw"),
                                    work.scratch(),
                                    work.deadline());
                            return Outcome.emit();
                        },
                        List.of(DispatchTopology.COMMANDS, DispatchTopology.READY, DispatchTopology.ENCODED)));
        encoder.start();
        return encoder;
    }

    private static long encoding() {
        return ProcessHandle.current()
                .descendants()
                .filter(p -> p.info().commandLine().orElse("").contains("endless.raw"))
                .count();
    }

    private static long scratchFolders() throws Exception {
        try (Stream<Path> files = Files.walk(folder.resolve("scratch"))) {
            return files.filter(f -> f.getFileName().toString().equals("endless.raw"))
                    .count();
        }
    }

    private static double count(String name) {
        return dispatcher.meters.find(name).counters().stream()
                .mapToDouble(c -> c.count())
                .sum();
    }

    /** Nothing is left to the next test. */
    private static void settled() {
        await().atMost(DispatchCluster.LONG_ENOUGH).until(() -> dispatcher.backlog.lag() <= 2);
    }

    private static long queueEnd() {
        return end(DispatchTopology.QUEUE);
    }

    private static long end(String topic) {
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            TopicPartition partition = new TopicPartition(topic, 0);
            return consumer.endOffsets(List.of(partition)).get(partition);
        }
    }

    /** The videos of the units that were released. */
    private static List<String> queueFrom(long offset) {
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            TopicPartition partition = new TopicPartition(DispatchTopology.QUEUE, 0);
            consumer.assign(List.of(partition));
            consumer.seek(partition, offset);
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            List<String> videos = new ArrayList<>();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(r -> videos.add(r.key().substring(0, r.key().indexOf('/'))));
            }
            return videos;
        }
    }

    private static KafkaConsumer<String, byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", cluster.kafka.bootstrapServers(), "isolation.level", "read_committed"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }
}
