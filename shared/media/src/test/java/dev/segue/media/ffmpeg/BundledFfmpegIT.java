package dev.segue.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundledFfmpegIT {
    @Test
    void bothProgramsStartAndSayNothingOnStandardError() throws Exception {
        for (Path program : List.of(RealFfmpeg.BINARIES.ffmpeg(), RealFfmpeg.BINARIES.ffprobe())) {
            Process process = new ProcessBuilder(program.toString(), "-version").start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(process.waitFor()).isZero();
            assertThat(err).isEmpty();
            assertThat(out).contains("--enable-libx264");
        }
    }

    @Test
    void twoThatUnpackAtTheSameTimeEndUpWithTheSameWholeFolder(@TempDir Path cache) throws Exception {
        FfmpegSettings settings = new FfmpegSettings(FfmpegSettings.Source.BUNDLED, null, cache);
        try (ExecutorService both = Executors.newFixedThreadPool(2)) {
            Future<FfmpegBinaries> one = both.submit(() -> FfmpegBinaries.locate(settings));
            Future<FfmpegBinaries> other = both.submit(() -> FfmpegBinaries.locate(settings));

            assertThat(one.get()).isEqualTo(other.get());
            assertThat(one.get().version()).startsWith("8.");
        }
        try (Stream<Path> left = Files.list(cache)) {
            assertThat(left).hasSize(1);
        }
    }

    @Test
    void aFolderWithoutTheProgramsIsNamed(@TempDir Path empty) {
        FfmpegSettings settings = new FfmpegSettings(FfmpegSettings.Source.BUNDLED, empty, null);

        assertThatThrownBy(() -> FfmpegBinaries.locate(settings))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("segue.ffmpeg.path")
                .hasMessageContaining(empty.toString());
    }
}
