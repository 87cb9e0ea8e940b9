package dev.segue.standalone;

import dev.segue.media.ffmpeg.FfmpegSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of the commands that run the laptop shape. */
final class RunOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = {
                "Keep the embedded servers' data in DIR, so that unfinished work goes on at the next start.",
                "Without it, transcode and demo use a temporary folder and up uses ~/.segue."
            })
    @Nullable
    Path data;

    @Option(
            names = "--slots",
            paramLabel = "N",
            converter = Numbers.Slots.class,
            defaultValue = "0",
            description = "Units encoded at the same time (default: one a processor).")
    int slots;

    @Option(names = "--profiles", paramLabel = "DIR", description = "Folder with further encoding profiles (*.yaml).")
    @Nullable
    Path profiles;

    @Option(
            names = "--ffmpeg",
            paramLabel = "bundled|system",
            defaultValue = "bundled",
            description = "Use the FFmpeg that comes with Segue, or the system's (default: ${DEFAULT-VALUE}).")
    FfmpegSettings.Source ffmpeg = FfmpegSettings.Source.BUNDLED;

    Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>();
        settings.put("segue.encoder.slots", slots);
        settings.put("segue.splitter.slots-hint", slots);
        settings.put("segue.ffmpeg.source", ffmpeg.name());
        if (profiles != null) {
            settings.put("segue.prober.profiles-dir", profiles.toAbsolutePath().toString());
        }
        return settings;
    }
}
