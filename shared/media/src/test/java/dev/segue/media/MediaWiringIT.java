package dev.segue.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.media.ffmpeg.Ffmpeg;
import dev.segue.media.ffmpeg.FfmpegBinaries;
import dev.segue.media.ffmpeg.FfmpegSettings;
import dev.segue.media.ffmpeg.Ffprobe;
import dev.segue.media.ffmpeg.PacketIndexer;
import io.micronaut.context.ApplicationContext;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MediaWiringIT {
    @Test
    void bringsTheToolsUp() {
        Path cache = Path.of("target", "ffmpeg").toAbsolutePath();
        try (ApplicationContext context = ApplicationContext.run(Map.of("segue.ffmpeg.cache-dir", cache.toString()))) {
            assertThat(context.getBean(FfmpegBinaries.class).ffmpeg()).startsWith(cache);
            assertThat(context.getBean(Ffmpeg.class)).isNotNull();
            assertThat(context.getBean(Ffprobe.class)).isNotNull();
            assertThat(context.getBean(PacketIndexer.class)).isNotNull();
        }
    }

    @Test
    void theBundledFfmpegIsTheDefault() {
        try (ApplicationContext context = ApplicationContext.run()) {
            assertThat(context.getBean(FfmpegSettings.class)).isEqualTo(FfmpegSettings.defaults());
        }
    }

    @Test
    void mapsEveryKey() {
        try (ApplicationContext context = ApplicationContext.run(Map.of(
                "segue.ffmpeg.source", "system",
                "segue.ffmpeg.path", "/opt/ffmpeg/bin",
                "segue.ffmpeg.cache-dir", "/var/cache/segue"))) {
            assertThat(context.getBean(FfmpegSettings.class))
                    .isEqualTo(new FfmpegSettings(
                            FfmpegSettings.Source.SYSTEM, Path.of("/opt/ffmpeg/bin"), Path.of("/var/cache/segue")));
        }
    }
}
