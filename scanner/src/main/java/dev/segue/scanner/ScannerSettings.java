package dev.segue.scanner;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How uploads are scanned ({@code segue.scanner}).
 *
 * @param allowedBuckets where announced objects may lie; the quarantine bucket alone when absent
 * @param maxBytes the largest upload that is let in; 50 GiB
 * @param slots how many uploads are scanned at the same time, at most 64
 * @param deadline how long one scan may take, at least a second: reading 50 GiB at 30 MB/s takes half an hour
 */
@ConfigurationProperties("segue.scanner")
record ScannerSettings(
        @Nullable List<String> allowedBuckets,
        @Bindable(defaultValue = "53687091200") long maxBytes,
        @Bindable(defaultValue = "1") int slots,
        @Bindable(defaultValue = "PT30M") Duration deadline) {
    ScannerSettings {
        allowedBuckets = allowedBuckets == null ? null : List.copyOf(allowedBuckets);
        if (maxBytes < 1) {
            throw new IllegalArgumentException("segue.scanner.max-bytes must be at least 1 but is " + maxBytes);
        }
        if (slots < 1 || slots > 64) {
            throw new IllegalArgumentException("segue.scanner.slots must be 1 to 64 but is " + slots);
        }
        if (deadline.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("segue.scanner.deadline must be at least 1 s but is " + deadline);
        }
    }

    /** The buckets that are allowed when {@code quarantine} is where uploads usually lie. */
    List<String> allowedBuckets(String quarantine) {
        return allowedBuckets == null || allowedBuckets.isEmpty() ? List.of(quarantine) : allowedBuckets;
    }
}
