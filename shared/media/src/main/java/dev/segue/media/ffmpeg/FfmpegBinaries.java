package dev.segue.media.ffmpeg;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The two programs, known to start on this machine.
 *
 * @param version as the program names it, for example {@code 8.0.1}
 */
public record FfmpegBinaries(Path ffmpeg, Path ffprobe, String version) {
    private static final long SECONDS_TO_START = 20;

    /**
     * Finds the programs and starts each once.
     *
     * @throws IllegalStateException when there are none or they do not start; the message says what to install or set
     */
    public static FfmpegBinaries locate(FfmpegSettings settings) {
        if (settings.path() != null) {
            return started(settings.path(), "segue.ffmpeg.path");
        }
        return switch (settings.source()) {
            case BUNDLED -> BundledFfmpeg.unpack(settings.cache());
            case SYSTEM -> started(folderOnPath(), "segue.ffmpeg.source=system");
        };
    }

    static FfmpegBinaries started(Path folder, String setting) {
        Path ffmpeg = folder.resolve("ffmpeg");
        Path ffprobe = folder.resolve("ffprobe");
        for (Path program : List.of(ffmpeg, ffprobe)) {
            if (!Files.isExecutable(program)) {
                throw new IllegalStateException(setting + ": " + program + " is missing or cannot be executed");
            }
        }
        Start start = start(ffmpeg);
        Start probe = start(ffprobe);
        if (!start.worked() || !probe.worked()) {
            throw new IllegalStateException(setting + ": FFmpeg in " + folder + " does not start ("
                    + (start.worked() ? probe.output() : start.output())
                    + "): install what it asks for, or set segue.ffmpeg.source or segue.ffmpeg.path");
        }
        return new FfmpegBinaries(ffmpeg, ffprobe, start.version());
    }

    private static Path folderOnPath() {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            if (!folder.isBlank() && Files.isExecutable(Path.of(folder, "ffmpeg"))) {
                return Path.of(folder);
            }
        }
        throw new IllegalStateException(
                "segue.ffmpeg.source=system, but there is no ffmpeg on the PATH: install FFmpeg, or set"
                        + " segue.ffmpeg.source=bundled or segue.ffmpeg.path");
    }

    /** What {@code -version} said. */
    private record Start(boolean worked, String output) {
        String version() {
            String[] words = output.lines().findFirst().orElse("").split(" ");
            return words.length > 2 ? words[2] : "unknown";
        }
    }

    private static Start start(Path program) {
        ProcessBuilder builder = new ProcessBuilder(program.toString(), "-version").redirectErrorStream(true);
        try {
            Process process = builder.start();
            try {
                process.getOutputStream().close();
                String output = new String(process.getInputStream().readNBytes(16_384), StandardCharsets.UTF_8).strip();
                boolean ended = process.waitFor(SECONDS_TO_START, TimeUnit.SECONDS);
                return new Start(ended && process.exitValue() == 0, output);
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return new Start(false, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting " + program, e);
        }
    }
}
