package dev.segue.media.ffmpeg;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The two programs, known to start on this machine.
 *
 * @param version as the program names it, for example {@code 8.0.1}
 */
public record FfmpegBinaries(Path ffmpeg, Path ffprobe, String version) {
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
        TrialRun start = TrialRun.of(List.of(ffmpeg.toString(), "-version"));
        TrialRun probe = TrialRun.of(List.of(ffprobe.toString(), "-version"));
        if (!start.worked() || !probe.worked()) {
            throw new IllegalStateException(setting + ": FFmpeg in " + folder + " does not start ("
                    + (start.worked() ? probe.output() : start.output())
                    + "): install what it asks for, or set segue.ffmpeg.source or segue.ffmpeg.path");
        }
        return new FfmpegBinaries(ffmpeg, ffprobe, version(start));
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

    /** The third word that {@code -version} says. */
    private static String version(TrialRun run) {
        String[] words = run.output().lines().findFirst().orElse("").split(" ");
        return words.length > 2 ? words[2] : "unknown";
    }
}
