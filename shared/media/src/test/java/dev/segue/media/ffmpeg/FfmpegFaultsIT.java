package dev.segue.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.segue.contract.SteadyClock;
import dev.segue.media.ffmpeg.FfmpegFailedException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The table of faults of {@code docs/reference/failure-codes.md}, as far as it is about FFmpeg. */
class FfmpegFaultsIT {
    /** The system's own idea of a full disk. */
    private static final Path FULL = Path.of("/dev/full");

    @TempDir
    Path folder;

    @Test
    @EnabledIf("hasFullDevice")
    void aFullDiskIsToldFromAFaultOfTheMedia() throws Exception {
        Files.createSymbolicLink(folder.resolve("out.ts"), FULL);

        FfmpegFailedException e = failure(
                RealFfmpeg.FFMPEG,
                List.of(
                        "-f",
                        "lavfi",
                        "-i",
                        "testsrc2=r=25:d=2:s=320x240",
                        "-c:v",
                        "libx264",
                        "-f",
                        "mpegts",
                        "out.ts"));

        assertThat(e.reason()).isEqualTo(Reason.EXIT);
        assertThat(e.code()).as(e.log()).isEqualTo("disk-full");
        assertThat(e.surroundingsFailed()).isTrue();
    }

    @Test
    void oneThatTheKernelKilledIsToldFromOneThatGaveUp() throws Exception {
        AtomicReference<FfmpegFailedException> failure = new AtomicReference<>();
        Thread worker = Thread.ofPlatform()
                .start(() -> failure.set(failure(
                        RealFfmpeg.FFMPEG,
                        List.of("-re", "-f", "lavfi", "-i", "testsrc2=r=25:d=3600:s=64x64", "-f", "null", "-"))));
        await().until(() -> ProcessHandle.current().children().findAny().isPresent());

        // SIGKILL, as the kernel sends it when memory is short.
        ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
        worker.join();

        assertThat(failure.get().exitStatus()).hasValue(137);
        assertThat(failure.get().code()).isEqualTo("ffmpeg-out-of-memory");
        assertThat(failure.get().surroundingsFailed()).isTrue();
    }

    @Test
    void oneThatGetsNoMemorySaysSoButMayHaveBeenAskedForItByTheMedia() throws Exception {
        Path narrow = Files.writeString(
                folder.resolve("ffmpeg"),
                "#!/bin/sh\nulimit -v 700000\nexec " + RealFfmpeg.BINARIES.ffmpeg() + " \"$@\"\n");
        assertThat(narrow.toFile().setExecutable(true)).isTrue();
        Ffmpeg ffmpeg = new Ffmpeg(new FfmpegBinaries(narrow, narrow, "0"), SteadyClock.ofProcess());

        FfmpegFailedException e = failure(
                ffmpeg,
                List.of(
                        "-f",
                        "lavfi",
                        "-i",
                        "color=s=15000x15000:r=25:d=2,format=yuv444p",
                        "-vf",
                        "split,hstack",
                        "-f",
                        "null",
                        "-"));

        assertThat(e.code()).as(e.log()).isEqualTo("ffmpeg-out-of-memory");
        assertThat(e.surroundingsFailed()).isFalse();
    }

    @Test
    void whatIsNoFilmIsAFaultOfTheMedia() throws Exception {
        Path noFilm = Files.writeString(folder.resolve("a.mp4"), "no film at all");

        FfmpegFailedException e =
                failure(RealFfmpeg.FFMPEG, List.of("-f", "mov", "-i", noFilm.toString(), "-f", "null", "-"));

        assertThat(e.code()).isEqualTo("ffmpeg-failed");
        assertThat(e.surroundingsFailed()).isFalse();
    }

    private FfmpegFailedException failure(Ffmpeg ffmpeg, List<String> arguments) {
        return catchThrowableOfType(
                FfmpegFailedException.class,
                () -> ffmpeg.run(
                        arguments, folder, SteadyClock.ofProcess().instant().plusSeconds(30)));
    }

    static boolean hasFullDevice() {
        return Files.exists(FULL);
    }
}
