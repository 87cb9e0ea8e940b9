package dev.segue.media.cmaf;

import dev.segue.media.ffmpeg.FfmpegBinaries;
import dev.segue.media.ffmpeg.FfmpegSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs FFmpeg and ffprobe as judges of what we wrote: they give back all they say. */
public final class FfmpegJudge {
    private static final FfmpegBinaries BINARIES = FfmpegBinaries.locate(new FfmpegSettings(
            FfmpegSettings.Source.BUNDLED, null, Path.of("target", "ffmpeg").toAbsolutePath()));

    private FfmpegJudge() {}

    /** What FFmpeg says at level "warning". */
    public static String ffmpeg(Path folder, String... arguments) throws IOException, InterruptedException {
        return run(BINARIES.ffmpeg(), folder, List.of("-nostdin", "-hide_banner", "-y", "-v", "warning"), arguments);
    }

    /** What ffprobe prints, and its warnings. */
    public static String ffprobe(Path folder, String... arguments) throws IOException, InterruptedException {
        return run(BINARIES.ffprobe(), folder, List.of("-v", "warning"), arguments);
    }

    private static String run(Path program, Path folder, List<String> always, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(always);
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command + " failed: " + output);
        }
        return output;
    }
}
