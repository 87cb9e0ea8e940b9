package dev.segue.ops.timeline;

import dev.segue.contract.EventCodec;
import dev.segue.contract.TopicCatalogue;
import dev.segue.ops.RecordReader;
import dev.segue.stage.KafkaSettings;
import dev.segue.stage.StagePart;
import dev.segue.stage.postgres.Database;
import dev.segue.stage.postgres.PostgresSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Everything the timeline is made of. Nothing is made, and no server asked, before somebody wants it. */
@Factory
final class TimelineWiring {
    /** One projects, one listens, the rest answer. */
    private static final int CONNECTIONS = 8;

    /** Whoever asks the API is told soon that PostgreSQL is away. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @Singleton
    @Bean(preDestroy = "close")
    @Named("timeline")
    Database timelineDatabase(PostgresSettings postgres) {
        return Database.at(postgres, "timeline", CONNECTIONS, PATIENCE);
    }

    @Singleton
    Timeline timeline(@Named("timeline") Database database) {
        return new Timeline(database);
    }

    @Singleton
    @Bean(preDestroy = "close")
    LiveVideos liveVideos(@Named("timeline") Database database) {
        return new LiveVideos(database);
    }

    @Singleton
    TimelineMetrics metrics(@Nullable MeterRegistry registry) {
        return new TimelineMetrics(registry == null ? new SimpleMeterRegistry() : registry, Clock.systemUTC());
    }

    @Singleton
    Rebuild rebuild(
            @Named("timeline") Database database, KafkaSettings kafka, EventCodec codec, TimelineSettings settings) {
        return new Rebuild(database, kafka, new RecordReader(TopicCatalogue.builtIn(), codec), settings);
    }

    @Singleton
    @Named("timeline")
    @Bean(typed = StagePart.class)
    @Requires(property = "segue.ops.enabled", value = "true")
    Projection projection(
            @Named("timeline") Database database,
            KafkaSettings kafka,
            EventCodec codec,
            TimelineSettings settings,
            TimelineMetrics metrics) {
        return new Projection(
                database,
                kafka,
                new RecordReader(TopicCatalogue.builtIn(), codec),
                settings,
                new StuckWatch(database, StuckWatch.USUAL, Clock.systemUTC()),
                metrics);
    }
}
