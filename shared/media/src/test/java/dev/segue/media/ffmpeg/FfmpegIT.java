package dev.segue.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.segue.media.ffmpeg.FfmpegFailedException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FfmpegIT {
    /** Would run for an hour in real time. */
    private static final List<String> ENDLESS =
            List.of("-re", "-f", "lavfi", "-i", "testsrc2=r=25:d=3600", "-f", "null", "-");

    @TempDir
    Path folder;

    @Test
    void writesRelativeToItsWorkingDirectory() throws Exception {
        RealFfmpeg.FFMPEG.run(
                List.of("-f", "lavfi", "-i", "testsrc2=r=25:d=0.2:s=64x64", "-c:v", "libx264", "out.mp4"),
                folder,
                RealFfmpeg.in(30));

        assertThat(folder.resolve("out.mp4")).isNotEmptyFile();
    }

    @Test
    void aFailureCarriesStatusReasonAndCommandWithoutTheSignature() {
        FfmpegFailedException e = catchThrowableOfType(
                FfmpegFailedException.class,
                () -> RealFfmpeg.FFMPEG.run(
                        List.of("-i", "http://127.0.0.1:1/source?X-Amz-Signature=secret", "-f", "null", "-"),
                        folder,
                        RealFfmpeg.in(30)));

        assertThat(e.reason()).isEqualTo(Reason.EXIT);
        assertThat(e.exitStatus().orElse(0)).isNotZero();
        assertThat(e.log()).contains("Connection refused").doesNotContain("secret");
        assertThat(e.programRun().orElseThrow().command())
                .contains("source?***")
                .doesNotContain("secret");
        assertThat(e.getMessage()).doesNotContain("secret");
    }

    @Test
    void theDeadlineStopsItAndLeavesNoProcess() {
        Instant begin = Instant.now();

        FfmpegFailedException e = catchThrowableOfType(
                FfmpegFailedException.class,
                () -> RealFfmpeg.FFMPEG.run(ENDLESS, folder, Instant.now().plusMillis(700)));

        assertThat(e.reason()).isEqualTo(Reason.DEADLINE);
        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(4));
        assertThat(children()).isEmpty();
    }

    @Test
    void aProcessThatIgnoresTheSignalIsKilled() throws Exception {
        Path stubborn = Files.writeString(folder.resolve("ffmpeg"), """
                #!/bin/sh
                trap '' TERM
                while true; do :; done
                """);
        assertThat(stubborn.toFile().setExecutable(true)).isTrue();
        Ffmpeg ffmpeg = new Ffmpeg(new FfmpegBinaries(stubborn, stubborn, "0"), java.time.Clock.systemUTC());

        assertThatThrownBy(() -> ffmpeg.run(List.of(), folder, Instant.now().plusMillis(500)))
                .isInstanceOf(FfmpegFailedException.class)
                .hasMessageContaining("deadline");

        assertThat(children()).isEmpty();
    }

    @Test
    void anInterruptStopsItAndLeavesNoProcess() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread worker = Thread.ofPlatform().start(() -> {
            try {
                RealFfmpeg.FFMPEG.run(ENDLESS, folder, RealFfmpeg.in(60));
            } catch (Throwable t) {
                thrown.set(t);
            }
        });
        await().until(() -> !children().isEmpty());

        worker.interrupt();

        assertThat(worker.join(Duration.ofSeconds(4))).isTrue();
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(children()).isEmpty();
    }

    @Test
    void tellsTheProcessorTimeThatItTook() throws Exception {
        List<String> work = List.of("-f", "lavfi", "-i", "testsrc2=s=1280x720:r=25:d=8", "-f", "null", "-");
        Ffmpeg confined = new Ffmpeg(
                RealFfmpeg.BINARIES,
                Confinement.of(
                        new ConfinementSettings(ConfinementSettings.Wanted.AUTO, 0, 0, 0, Duration.ofMinutes(1)),
                        RealFfmpeg.BINARIES),
                java.time.Clock.systemUTC());

        FfmpegResult alone = RealFfmpeg.FFMPEG.run(work, folder, RealFfmpeg.in(60));
        FfmpegResult caged = confined.run(work, folder, RealFfmpeg.in(60));

        long processors = Runtime.getRuntime().availableProcessors();
        assertThat(alone.cpu()).isPositive().isLessThan(alone.elapsed().multipliedBy(processors));
        assertThat(caged.cpu()).isBetween(alone.cpu().dividedBy(3), alone.cpu().multipliedBy(3));
    }

    @Test
    void aPassedDeadlineStartsNothing() {
        assertThatThrownBy(() ->
                        RealFfmpeg.FFMPEG.run(ENDLESS, folder, Instant.now().minusSeconds(1)))
                .isInstanceOf(FfmpegFailedException.class);
    }

    @Test
    void outputBeyondTheBoundStopsIt() {
        List<String> lines = new ArrayList<>();

        FfmpegFailedException e = catchThrowableOfType(
                FfmpegFailedException.class,
                () -> RealFfmpeg.FFMPEG.run(
                        List.of("-f", "lavfi", "-i", "testsrc2=s=16x16:d=3600", "-f", "framecrc", "-"),
                        folder,
                        RealFfmpeg.in(60),
                        20_000,
                        lines::add));

        assertThat(e.reason()).isEqualTo(Reason.OUTPUT_TOO_LARGE);
        assertThat(lines).isNotEmpty().hasSizeLessThan(2_000);
    }

    @Test
    void ffprobeGivesJsonAndRefusesAnotherDemuxerThanTheOneNamed() throws Exception {
        Path film = Films.h264(folder.resolve("a.mp4"), "testsrc2=r=25:d=1:s=64x64");

        List<String> arguments = new ArrayList<>(InputGuard.input("mov", film.toUri()));
        arguments.add("-show_streams");
        assertThat(RealFfmpeg.FFPROBE
                        .json(arguments, RealFfmpeg.in(30))
                        .tree()
                        .at("/streams/0/codec_name")
                        .asText())
                .isEqualTo("h264");
        assertThatThrownBy(() -> RealFfmpeg.FFPROBE.json(InputGuard.input("matroska", film.toUri()), RealFfmpeg.in(30)))
                .isInstanceOf(FfmpegFailedException.class);
    }

    private static List<ProcessHandle> children() {
        return ProcessHandle.current()
                .descendants()
                .filter(ProcessHandle::isAlive)
                .toList();
    }
}
