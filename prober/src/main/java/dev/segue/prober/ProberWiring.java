package dev.segue.prober;

import dev.segue.contract.Scanned;
import dev.segue.contract.SteadyClock;
import dev.segue.media.ffmpeg.Ffmpeg;
import dev.segue.media.ffmpeg.Ffprobe;
import dev.segue.stage.SecondLook;
import dev.segue.stage.StagePart;
import dev.segue.stage.StageParts;
import dev.segue.stage.StageSpec;
import dev.segue.storage.ObjectStore;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/** Everything the prober is made of. */
@Factory
@Requires(property = "segue.stage.prober.enabled", value = "true")
final class ProberWiring {
    @Singleton
    Profiles profiles(ProberSettings settings) {
        return Profiles.load(settings.profilesDir());
    }

    @Singleton
    ProbeSource probeSource(
            ObjectStore store, Ffmpeg ffmpeg, Ffprobe ffprobe, Profiles profiles, ProberSettings settings) {
        return new ProbeSource(store, ffmpeg, ffprobe, profiles, settings, SteadyClock.ofProcess());
    }

    @Singleton
    @Named("prober")
    StagePart prober(StageParts parts, ProbeSource handler, ObjectStore store, ProberSettings settings) {
        return parts.workers(new StageSpec<>(
                "prober",
                "scanned",
                Scanned.class,
                settings.slots(),
                settings.deadline(),
                false,
                new SecondLook<>(handler, event -> store.head(event.source().object()))));
    }
}
