package dev.segue.media.ffmpeg;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which FFmpeg is used ({@code segue.ffmpeg}).
 *
 * @param source {@code bundled} for the one on the class path, {@code system} for the one on the {@code PATH}
 * @param path a folder with {@code ffmpeg} and {@code ffprobe}, which then are used instead of either
 * @param cacheDir where the bundled one is unpacked to
 */
@ConfigurationProperties("segue.ffmpeg")
public record FfmpegSettings(
        @Bindable(defaultValue = "bundled") Source source,
        @Nullable Path path,
        @Nullable Path cacheDir) {

    /** Where the binaries come from. */
    public enum Source {
        BUNDLED,
        SYSTEM
    }

    /** The bundled FFmpeg in the user's cache folder. */
    public static FfmpegSettings defaults() {
        return new FfmpegSettings(Source.BUNDLED, null, null);
    }

    /** The folder of the setting, or the user's own cache folder for this program. */
    Path cache() {
        return cacheDir != null ? cacheDir : Path.of(System.getProperty("user.home"), ".cache", "segue", "ffmpeg");
    }
}
