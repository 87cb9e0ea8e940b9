package dev.segue.storage;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** Everything this module puts into an application. */
@Factory
final class StorageWiring {
    @Singleton
    @Bean(typed = ObjectStore.class, preDestroy = "close")
    S3ObjectStore objectStore(StorageSettings settings) {
        return S3ObjectStore.connect(settings);
    }
}
