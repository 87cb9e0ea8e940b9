package dev.segue.encoder;

import dev.segue.contract.SegmentsReady;
import dev.segue.media.ffmpeg.Ffmpeg;
import dev.segue.stage.KafkaSettings;
import dev.segue.stage.StagePart;
import dev.segue.stage.StageParts;
import dev.segue.stage.StageSpec;
import dev.segue.storage.Buckets;
import dev.segue.storage.ObjectStore;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Properties;

/** All that the encoder is made of. */
@Factory
@Requires(property = "segue.stage.encoder.enabled", value = "true")
final class EncoderWiring {
    @Singleton
    @Named("encoder")
    StagePart encoder(StageParts parts, Ffmpeg ffmpeg, ObjectStore store, Buckets buckets, EncoderSettings settings) {
        EncodeUnit handler = new EncodeUnit(ffmpeg, store, new SegmentStore(store, buckets.vod()));
        return parts.workers(new StageSpec<>(
                "encoder", "encode-queue", SegmentsReady.class, settings.slots(), settings.deadline(), false, handler));
    }

    @Singleton
    @Bean(preDestroy = "close")
    DispatchBacklog backlog(KafkaSettings kafka) {
        return DispatchBacklog.start(kafka);
    }

    @Singleton
    @Named("dispatcher")
    StagePart dispatcher(StageParts parts, DispatchBacklog backlog, EncoderSettings settings) {
        return parts.streams("dispatcher", DispatchTopology.build(backlog, settings.slots()), new Properties());
    }
}
