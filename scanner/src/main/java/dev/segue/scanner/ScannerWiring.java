package dev.segue.scanner;

import dev.segue.contract.UploadComplete;
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

/** Everything the scanner is made of. */
@Factory
@Requires(property = "segue.stage.scanner.enabled", value = "true")
final class ScannerWiring {
    @Singleton
    ScanUpload scanUpload(ObjectStore store, Buckets buckets, ScannerSettings settings) {
        return new ScanUpload(
                store, buckets.originals(), settings.allowedBuckets(buckets.quarantine()), settings.maxBytes());
    }

    @Singleton
    @Named("scanner")
    @Bean(preDestroy = "close")
    StagePart scanner(StageParts parts, ScanUpload handler, ScannerSettings settings) {
        return parts.workers(new StageSpec<>(
                "scanner",
                "upload-complete",
                UploadComplete.class,
                settings.slots(),
                settings.deadline(),
                true,
                handler));
    }
}
