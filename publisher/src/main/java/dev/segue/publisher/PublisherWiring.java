package dev.segue.publisher;

import dev.segue.contract.RenditionComplete;
import dev.segue.stage.StagePart;
import dev.segue.stage.StageParts;
import dev.segue.stage.StageSpec;
import dev.segue.stage.postgres.Database;
import dev.segue.stage.postgres.PostgresSettings;
import dev.segue.storage.Buckets;
import dev.segue.storage.ObjectStore;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Everything the publisher is made of. */
@Factory
@Requires(property = "segue.stage.publisher.enabled", value = "true")
final class PublisherWiring {
    @Singleton
    @Bean(preDestroy = "close")
    @Named("catalogue")
    Database catalogueDatabase(PostgresSettings postgres, PublisherSettings settings) {
        // One more than slots, as Flyway holds a connection for its lock while it migrates on another.
        return Database.at(postgres, "catalogue", settings.slots() + 1);
    }

    @Singleton
    Catalogue catalogue(@Named("catalogue") Database database) {
        return new Catalogue(database, Clock.systemUTC());
    }

    @Singleton
    PublishRendition publishRendition(
            Catalogue catalogue, ObjectStore store, Buckets buckets, PublisherSettings settings) {
        return new PublishRendition(catalogue, new VersionObjects(store, buckets.vod()), settings);
    }

    @Singleton
    @Named("publisher")
    StagePart publisher(StageParts parts, PublishRendition handler, PublisherSettings settings) {
        return parts.workers(new StageSpec<>(
                "publisher",
                "rendition-complete",
                RenditionComplete.class,
                settings.slots(),
                settings.deadline(),
                false,
                handler));
    }
}
