package dev.segue.media.ffmpeg;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;

/** The bundled FFmpeg as tests use it; unpacked once a build. */
final class RealFfmpeg {
    static final FfmpegBinaries BINARIES = FfmpegBinaries.locate(new FfmpegSettings(
            FfmpegSettings.Source.BUNDLED, null, Path.of("target", "ffmpeg").toAbsolutePath()));
    static final Ffmpeg FFMPEG = new Ffmpeg(BINARIES, Clock.systemUTC());
    static final Ffprobe FFPROBE = new Ffprobe(BINARIES, Clock.systemUTC());

    private RealFfmpeg() {}

    static Instant in(int seconds) {
        return Instant.now().plusSeconds(seconds);
    }
}
