package dev.segue.standalone;

import dev.segue.media.ffmpeg.FfmpegBinaries;
import dev.segue.media.ffmpeg.FfmpegSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs FFmpeg and ffprobe as a judge would, from the command line and without the code under test. */
final class Tool {
    private static final FfmpegBinaries BINARIES = FfmpegBinaries.locate(FfmpegSettings.defaults());

    private Tool() {}

    /** What a process printed. */
    record Output(int status, String out, String err) {
        List<String> lines() {
            return out.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).toList();
        }
    }

    /**
     * Makes a film: moving test pictures, 25 a second, in H.264, and a tone in AAC.
     *
     * @param size of the picture, such as 640x360
     * @param more options of the encoders
     * @return the file
     */
    static Path film(Path file, String size, double seconds, String... more) {
        List<String> args = new ArrayList<>(List.of(
                "-filter_complex",
                "testsrc2=s=" + size + ":r=25:d=" + seconds + "[v];sine=frequency=440:sample_rate=48000:duration="
                        + seconds + "[a]",
                "-map",
                "[v]",
                "-map",
                "[a]",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-pix_fmt",
                "yuv420p",
                "-c:a",
                "aac"));
        args.addAll(Arrays.asList(more));
        args.add(file.toString());
        Output output = ffmpeg(file.toAbsolutePath().getParent(), args.toArray(String[]::new));
        if (output.status() != 0) {
            throw new IllegalStateException("no film was made: " + output.err());
        }
        return file;
    }

    static Output ffmpeg(Path folder, String... args) {
        List<String> command = new ArrayList<>(
                List.of(BINARIES.ffmpeg().toString(), "-nostdin", "-hide_banner", "-v", "warning", "-y"));
        command.addAll(Arrays.asList(args));
        return run(folder, command);
    }

    static Output ffprobe(Path folder, String... args) {
        List<String> command = new ArrayList<>(List.of(BINARIES.ffprobe().toString(), "-v", "error"));
        command.addAll(Arrays.asList(args));
        return run(folder, command);
    }

    private static Output run(Path folder, List<String> command) {
        try {
            Path out = Files.createTempFile("tool", ".out");
            Path err = Files.createTempFile("tool", ".err");
            try {
                Process process = new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
                if (!process.waitFor(5, TimeUnit.MINUTES)) {
                    process.destroyForcibly();
                    throw new IllegalStateException("still running: " + command);
                }
                return new Output(
                        process.exitValue(),
                        Files.readString(out, StandardCharsets.UTF_8),
                        Files.readString(err, StandardCharsets.UTF_8));
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
