package dev.segue.ingest;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * What the door takes ({@code segue.ingest}).
 *
 * @param maxUploadBytes the largest upload; 50 GiB
 */
@ConfigurationProperties("segue.ingest")
record IngestSettings(
        @Bindable(defaultValue = "53687091200") long maxUploadBytes) {
    /** S3 takes 10,000 parts of the 8 MiB that the store sends. */
    private static final long MOST = 10_000L * (8 << 20);

    IngestSettings {
        if (maxUploadBytes < 1 || maxUploadBytes > MOST) {
            throw new IllegalArgumentException(
                    "segue.ingest.max-upload-bytes must be 1 to " + MOST + " but is " + maxUploadBytes);
        }
    }
}
