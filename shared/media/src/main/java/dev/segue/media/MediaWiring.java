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
import dev.segue.media.ffmpeg.SoundStart;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

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
    Ffmpeg ffmpeg(FfmpegBinaries binaries, Confinement confinement) {
        return new Ffmpeg(binaries, confinement, SteadyClock.ofProcess());
    }

    @Singleton
    Ffprobe ffprobe(FfmpegBinaries binaries, Confinement confinement) {
        return new Ffprobe(binaries, confinement, SteadyClock.ofProcess());
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
