package dev.segue.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.segue.contract.CodedFailure;
import dev.segue.contract.Probed;
import dev.segue.contract.SegmentsReady;
import dev.segue.media.ffmpeg.FfmpegBinaries;
import dev.segue.media.ffmpeg.FfmpegSettings;
import dev.segue.storage.ObjectStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What befalls an FFmpeg while it encodes is noticed, and the film comes out whole all the same. */
class FfmpegFaultsInPipelineIT {
    private static final Duration ENCODING = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void oneIsKilledAndAnotherHangsAndNoFrameIsMissing() throws Exception {
        Path film = folder.resolve("film.mp4");
        Tool.ffmpeg(
                folder,
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=640x360:r=25:d=9",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-pix_fmt",
                "yuv420p",
                film.toString());
        Set<Long> struck = new HashSet<>();
        CompletableFuture<Pipeline.Stream> stream = CompletableFuture.supplyAsync(() -> {
            try {
                return Pipeline.shared().transcode(film, "slow");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });

        strike("-KILL", struck);
        strike("-STOP", struck);

        new StreamJudge(film, stream.get().folder()).everyFrameIsThere(225);
        assertThat(struck).hasSize(2);
        assertThat(ProcessHandle.current().descendants().map(ProcessHandle::pid))
                .doesNotContainAnyElementsOf(struck);
    }

    @Test
    void garbageThatItPrintsOrLeavesIsNoResult() throws Exception {
        Path film = folder.resolve("short.mp4");
        Tool.ffmpeg(folder, "-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=2", "-c:v", "libx264", film.toString());
        FfmpegBinaries real = FfmpegBinaries.locate(FfmpegSettings.defaults());
        Path bin = Files.createDirectory(folder.resolve("bin"));
        script(bin.resolve("ffprobe"), "exec " + real.ffprobe() + " \"$@\"");
        script(bin.resolve("ffmpeg"), """
                case "$*" in
                  *libx264*) for out; do :; done; head -c 300000 /dev/urandom | tee "$out" /dev/stderr; exit 0 ;;
                esac
                exec %s "$@"
                """.formatted(real.ffmpeg()));
        Map<String, Object> settings = Map.of("segue.ffmpeg.path", bin.toString(), "segue.ffmpeg.sandbox", "off");
        try (StagesByHand stages = StagesByHand.apart(Pipeline.shared().laptop().context(), settings)) {
            Probed probed = stages.probe("garbage", film, "lossless", folder);
            SegmentsReady unit = stages.split(probed, folder).getFirst();

            assertThatThrownBy(() -> stages.encode(unit, folder)).isInstanceOfSatisfying(CodedFailure.class, e -> {
                assertThat(e.code()).startsWith("unit-");
                assertThat(e.passing()).as("tried again").isTrue();
            });
        }
        assertThat(Pipeline.shared()
                        .laptop()
                        .context()
                        .getBean(ObjectStore.class)
                        .list("vod", "garbage/"))
                .isEmpty();
    }

    private static void script(Path file, String lines) throws Exception {
        Files.writeString(file, "#!/bin/sh\n" + lines + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    /** Sends a signal to an FFmpeg that encodes a picture and has not been struck yet. */
    private static void strike(String signal, Set<Long> struck) throws Exception {
        long pid = await().atMost(ENCODING)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> encoders().filter(p -> !struck.contains(p.pid())).findFirst(), Optional::isPresent)
                .orElseThrow()
                .pid();
        assertThat(new ProcessBuilder("kill", signal, String.valueOf(pid))
                        .start()
                        .waitFor())
                .isZero();
        struck.add(pid);
    }

    private static Stream<ProcessHandle> encoders() {
        return ProcessHandle.current()
                .descendants()
                .filter(p -> p.info().command().orElse("").endsWith("/ffmpeg"))
                .filter(p -> p.info().commandLine().orElse("").contains("libx264"));
    }
}
