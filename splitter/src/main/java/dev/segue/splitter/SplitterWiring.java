package dev.segue.splitter;

import dev.segue.contract.Probed;
import dev.segue.contract.SteadyClock;
import dev.segue.media.ffmpeg.Ffmpeg;
import dev.segue.media.ffmpeg.PacketIndexer;
import dev.segue.media.ffmpeg.PictureComparison;
import dev.segue.media.ffmpeg.SoundStart;
import dev.segue.stage.SecondLook;
import dev.segue.stage.StagePart;
import dev.segue.stage.StageParts;
import dev.segue.stage.StageSpec;
import dev.segue.storage.Buckets;
import dev.segue.storage.ObjectStore;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/** Everything the splitter is made of. */
@Factory
@Requires(property = "segue.stage.splitter.enabled", value = "true")
final class SplitterWiring {
    @Singleton
    ChooseRateFactors chooseRateFactors(
            Ffmpeg ffmpeg, PictureComparison comparison, ObjectStore store, Buckets buckets) {
        return new ChooseRateFactors(ffmpeg, comparison, store, buckets.work());
    }

    @Singleton
    SplitSource splitSource(
            ObjectStore store,
            PacketIndexer indexer,
            SoundStart soundStart,
            ChooseRateFactors rateFactors,
            SplitterSettings settings) {
        return new SplitSource(store, indexer, soundStart, rateFactors, settings, SteadyClock.ofProcess());
    }

    @Singleton
    @Named("splitter")
    StagePart splitter(StageParts parts, SplitSource handler, ObjectStore store, SplitterSettings settings) {
        return parts.workers(new StageSpec<>(
                "splitter",
                "probed",
                Probed.class,
                settings.slots(),
                settings.deadline(),
                false,
                new SecondLook<>(handler, event -> store.head(event.source().object()))));
    }
}
