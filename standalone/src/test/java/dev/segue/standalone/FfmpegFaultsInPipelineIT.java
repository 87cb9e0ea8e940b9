package dev.segue.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
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
