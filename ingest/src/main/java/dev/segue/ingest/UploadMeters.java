package dev.segue.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/** Counts what comes through the door. */
final class UploadMeters {
    private static final String UPLOADS = "segue.ingest.uploads";
    private static final String ACCEPTED = "accepted";

    private final MeterRegistry registry;
    private final Counter bytes;

    UploadMeters(MeterRegistry registry) {
        this.registry = registry;
        this.bytes = Counter.builder("segue.ingest.uploaded")
                .description("Size of the films that were taken")
                .baseUnit("bytes")
                .register(registry);
        // There from the start: the first increase of a counter that did not exist before is seen by nobody.
        List.of(ACCEPTED, "conflict", "refused", "too-large", "broken-off", "unavailable")
                .forEach(this::uploads);
    }

    /** Counts one request that was answered, and hands its result on. */
    UploadResult count(UploadResult result) {
        String outcome =
                switch (result) {
                    case UploadResult.Accepted a -> ACCEPTED;
                    case UploadResult.Conflict c -> "conflict";
                    case UploadResult.Refused r -> "refused";
                    case UploadResult.TooLarge t -> "too-large";
                    case UploadResult.BrokenOff b -> "broken-off";
                    case UploadResult.Unavailable u -> "unavailable";
                };
        uploads(outcome).increment();
        if (result instanceof UploadResult.Accepted accepted) {
            bytes.increment(accepted.source().sizeBytes());
        }
        return result;
    }

    private Counter uploads(String outcome) {
        return Counter.builder(UPLOADS)
                .description("Uploads, by how they ended")
                .tag("outcome", outcome)
                .register(registry);
    }
}
