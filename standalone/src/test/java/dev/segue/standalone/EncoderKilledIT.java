package dev.segue.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.contract.ObjectRef;
import dev.segue.ops.VideoOutcome;
import dev.segue.storage.Buckets;
import dev.segue.storage.ObjectKeys;
import dev.segue.storage.ObjectStore;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An encoder dies in the middle of a unit: another one does the unit at once, and nobody can tell from the stream. */
class EncoderKilledIT {
    private static final Duration ELSEWHERE_WITHIN = Duration.ofSeconds(2);

    @TempDir
    Path folder;

    private StageProcesses processes;

    @AfterEach
    void stop() {
        if (processes != null) {
            processes.close();
        }
    }

    @Test
    void theUnitRunsElsewhereAndTheStreamIsTheSameByteForByte() throws Exception {
        processes = new StageProcesses(folder);
        Path film = folder.resolve("film.mp4");
        assertThat(Tool.ffmpeg(
                                folder,
                                "-f",
                                "lavfi",
                                "-i",
                                "testsrc2=size=1280x720:rate=25:duration=14,noise=alls=20:allf=t",
                                "-c:v",
                                "libx264",
                                "-preset",
                                "ultrafast",
                                "-g",
                                "50",
                                "film.mp4")
                        .status())
                .isZero();
        try (DataFolder data = DataFolder.open(folder.resolve("data"));
                Laptop others = Laptop.start(data, 0, Map.of("segue.stage.encoder.enabled", "false"));
                UploadClient client = new UploadClient(others.address())) {
            List<StageProcesses.Started> encoders = List.of(encoder("1", others), encoder("2", others));
            encoders.forEach(e -> StageProcesses.awaitReady(e.address()));

            String disturbed = ((Upload.Taken) client.upload(film, "fast")).videoId();
            Process victim = atWork(encoders);
            Process survivor =
                    encoders.get(victim == encoders.get(0).process() ? 1 : 0).process();
            List<ProcessHandle> orphans = victim.descendants().toList();
            long killed = System.nanoTime();
            List<Long> before = ffmpegs(survivor);
            victim.destroyForcibly();
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(20))
                    .atMost(20, TimeUnit.SECONDS)
                    .until(() -> !before.containsAll(ffmpegs(survivor)));
            Duration elsewhere = Duration.ofNanos(System.nanoTime() - killed);
            orphans.forEach(ProcessHandle::destroyForcibly);
            awaitPublished(others, disturbed);

            String calm = ((Upload.Taken) client.upload(film, "fast")).videoId();
            awaitPublished(others, calm);

            System.out.println(
                    "guarantees: unit of a killed encoder begun elsewhere after " + elsewhere.toMillis() + " ms");
            assertThat(elsewhere).isLessThan(ELSEWHERE_WITHIN);
            SortedMap<String, String> objects = objects(others, disturbed);
            assertThat(objects).isEqualTo(objects(others, calm)).hasSizeGreaterThan(10);
        }
    }

    /** With more slots than there are units, so that one is free wherever the other process dies. */
    private StageProcesses.Started encoder(String instance, Laptop others) throws Exception {
        Map<String, String> environment = new HashMap<>();
        for (String key : List.of("kafka.bootstrap-servers", "s3.endpoint", "s3.access-key", "s3.secret-key")) {
            environment.put(
                    "SEGUE_"
                            + key.toUpperCase(java.util.Locale.ROOT)
                                    .replace('.', '_')
                                    .replace('-', '_'),
                    others.context().getRequiredProperty("segue." + key, String.class));
        }
        environment.put("SEGUE_ENCODER_SLOTS", "6");
        environment.put("SEGUE_STREAMS_INSTANCE_ID", instance);
        environment.put(
                "SEGUE_SCRATCH_DIR", folder.resolve("scratch" + instance).toString());
        environment.put(
                "SEGUE_STREAMS_STATE_DIR", folder.resolve("streams" + instance).toString());
        return processes.start("encoder" + instance, "encoder", environment);
    }

    /** An encoder whose FFmpeg has run for a while. */
    private static Process atWork(List<StageProcesses.Started> encoders) {
        Awaitility.await()
                .atMost(60, TimeUnit.SECONDS)
                .pollInterval(Duration.ofMillis(50))
                .until(() ->
                        encoders.stream().anyMatch(e -> !ffmpegs(e.process()).isEmpty()));
        // Both units are begun within a moment; then the first is half-way.
        Awaitility.await().pollDelay(Duration.ofMillis(700)).until(() -> true);
        return encoders.stream()
                .map(StageProcesses.Started::process)
                .filter(p -> !ffmpegs(p).isEmpty())
                .findFirst()
                .orElseThrow();
    }

    private static List<Long> ffmpegs(Process encoder) {
        return encoder.descendants()
                .filter(child -> child.info().command().orElse("").contains("ffmpeg"))
                .map(ProcessHandle::pid)
                .toList();
    }

    private static void awaitPublished(Laptop laptop, String videoId) throws Exception {
        assertThat(laptop.board().ended(videoId).get(3, TimeUnit.MINUTES).outcome())
                .isInstanceOf(VideoOutcome.Playable.class);
    }

    /** SHA-256 of each object of the first version, by the name under it. */
    private static SortedMap<String, String> objects(Laptop laptop, String videoId) throws Exception {
        ObjectStore store = laptop.context().getBean(ObjectStore.class);
        String bucket = laptop.context().getBean(Buckets.class).vod();
        String prefix = ObjectKeys.version(videoId, 1);
        SortedMap<String, String> objects = new TreeMap<>();
        for (String key : store.list(bucket, prefix)) {
            try (InputStream in = store.read(new ObjectRef(bucket, key))) {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(in.readAllBytes());
                objects.put(key.substring(prefix.length()), HexFormat.of().formatHex(digest));
            }
        }
        return objects;
    }
}
