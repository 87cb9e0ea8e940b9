package dev.segue.media;

import dev.segue.contract.SteadyClock;
import dev.segue.media.ffmpeg.Confinement;
import dev.segue.media.ffmpeg.ConfinementSettings;
import dev.segue.media.ffmpeg.Ffmpeg;
import dev.segue.media.ffmpeg.FfmpegBinaries;
import dev.segue.media.ffmpeg.FfmpegSettings;
import dev.segue.media.ffmpeg.Ffprobe;
import dev.segue.media.ffmpeg.PacketIndexer;
import dev.segue.media.ffmpeg.PictureComparison;
import dev.segue.media.ffmpeg.RunSpans;
import dev.segue.media.ffmpeg.SoundStart;
import io.micronaut.context.annotation.Factory;
import io.opentelemetry.api.OpenTelemetry;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** The media tools that stages ask for; made when the first of them does. */
@Factory
final class MediaWiring {
    @Singleton
    FfmpegBinaries ffmpegBinaries(FfmpegSettings settings) {
        return FfmpegBinaries.locate(settings);
    }

    @Singleton
    Confinement confinement(ConfinementSettings settings, FfmpegBinaries binaries) {
        return Confinement.of(settings, binaries);
    }

    @Singleton
    RunSpans runSpans(@Nullable OpenTelemetry telemetry) {
        return new RunSpans(telemetry == null ? OpenTelemetry.noop() : telemetry);
    }

    @Singleton
    Ffmpeg ffmpeg(FfmpegBinaries binaries, Confinement confinement, RunSpans spans) {
        return new Ffmpeg(binaries, confinement, SteadyClock.ofProcess(), spans);
    }

    @Singleton
    Ffprobe ffprobe(FfmpegBinaries binaries, Confinement confinement, RunSpans spans) {
        return new Ffprobe(binaries, confinement, SteadyClock.ofProcess(), spans);
    }

    @Singleton
    PacketIndexer packetIndexer(Ffmpeg ffmpeg, Ffprobe ffprobe) {
        return new PacketIndexer(ffmpeg, ffprobe);
    }

    @Singleton
    PictureComparison pictureComparison(Ffmpeg ffmpeg) {
        return new PictureComparison(ffmpeg);
    }

    @Singleton
    SoundStart soundStart(Ffmpeg ffmpeg) {
        return new SoundStart(ffmpeg);
    }
}
