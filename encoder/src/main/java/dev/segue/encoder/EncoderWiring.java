package dev.segue.encoder;

import dev.segue.contract.EventCodec;
import dev.segue.contract.QualityRequested;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.SteadyClock;
import dev.segue.contract.TopicCatalogue;
import dev.segue.media.codec.HardwareEncoders;
import dev.segue.media.ffmpeg.Ffmpeg;
import dev.segue.media.ffmpeg.PictureComparison;
import dev.segue.stage.KafkaSettings;
import dev.segue.stage.StagePart;
import dev.segue.stage.StageParts;
import dev.segue.stage.StageSpec;
import dev.segue.stage.Tracing;
import dev.segue.storage.Buckets;
import dev.segue.storage.ObjectStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Secondary;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that the encoder is made of. */
@Factory
@Requires(property = "segue.stage.encoder.enabled", value = "true")
final class EncoderWiring {
    private static final Logger LOG = LoggerFactory.getLogger(EncoderWiring.class);

    @Singleton
    SegmentStore segmentStore(ObjectStore store, Buckets buckets) {
        return new SegmentStore(store, buckets.vod());
    }

    /** Gives way to another one, which measuring what is around the encoders takes. */
    @Singleton
    @Secondary
    @Named("ffmpeg")
    UnitEncoder ffmpegEncoder(Ffmpeg ffmpeg, ObjectStore store, SegmentStore segments, EncoderSettings settings) {
        return new FfmpegUnitEncoder(
                ffmpeg, store, segments, implementations(ffmpeg, settings), settings.verify(), SteadyClock.ofProcess());
    }

    @Singleton
    EncodeUnit encodeUnit(UnitEncoder encoder) {
        return new EncodeUnit(encoder);
    }

    @Singleton
    @Named("encoder")
    StagePart encoder(
            StageParts parts, EncodeUnit handler, EncoderSettings settings, @Nullable MeterRegistry registry) {
        return parts.workers(new StageSpec<>(
                "encoder",
                DispatchTopology.QUEUE,
                SegmentsReady.class,
                settings.slots(),
                settings.deadline(),
                false,
                new MeteredEncode(handler, registry == null ? new SimpleMeterRegistry() : registry, System::nanoTime),
                List.of(DispatchTopology.COMMANDS, DispatchTopology.READY, DispatchTopology.ENCODED)));
    }

    /** Has slots of its own: while it measures, no encoder waits. */
    @Singleton
    @Named("quality")
    StagePart quality(
            StageParts parts,
            PictureComparison comparison,
            ObjectStore store,
            Buckets buckets,
            QualitySettings settings) {
        MeasureQuality handler = new MeasureQuality(comparison, store, buckets.vod(), SteadyClock.ofProcess());
        return parts.workers(new StageSpec<>(
                "quality",
                "quality-requested",
                QualityRequested.class,
                settings.slots(),
                settings.deadline(),
                false,
                handler));
    }

    private static Implementations implementations(Ffmpeg ffmpeg, EncoderSettings settings) {
        return switch (settings.hardware()) {
            case OFF -> Implementations.software();
            case AUTO ->
                Implementations.with(
                        new HardwareTrial(ffmpeg, SteadyClock.ofProcess()).passedBy(HardwareEncoders.all()));
        };
    }

    @Singleton
    DispatchDesk desk(
            EncoderSettings encoder, DispatcherSettings settings, Tracing tracing, @Nullable MeterRegistry registry) {
        if (settings.reissueAfter().compareTo(encoder.deadline()) <= 0) {
            LOG.atWarn()
                    .addKeyValue("reissueAfter", settings.reissueAfter())
                    .addKeyValue("deadline", encoder.deadline())
                    .log(
                            "segue.dispatcher.reissue-after is not above segue.encoder.deadline: units that take so long are"
                                    + " encoded again and again");
        }
        return DispatchDesk.of(
                encoder.slots(),
                partitions(),
                settings.reissueAfter(),
                registry == null ? new SimpleMeterRegistry() : registry,
                tracing,
                System::nanoTime);
    }

    @Context
    @Bean(preDestroy = "close")
    DispatchBacklog backlog(KafkaSettings kafka, DispatchDesk desk) {
        return new DispatchBacklog(Admin.create(kafka.client()), desk.budget()).start();
    }

    @Singleton
    @Named("dispatcher")
    StagePart dispatcher(StageParts parts, EventCodec codec, DispatchDesk desk) {
        return parts.streams("dispatcher", DispatchTopology.of(codec, desk, partitions()), DispatchTopology.settings());
    }

    private static int partitions() {
        return TopicCatalogue.builtIn()
                .topic(DispatchTopology.READY)
                .orElseThrow()
                .partitions();
    }
}
