package dev.segue.publisher;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How the publisher works ({@code segue.publisher}).
 *
 * @param slots how many renditions one process takes at the same time
 * @param deadline how long one may take
 * @param baseUrl where players reach the vod bucket: an address, or a path on the same host
 */
@ConfigurationProperties("segue.publisher")
record PublisherSettings(
        @Bindable(defaultValue = "1") int slots,
        @Bindable(defaultValue = "PT5M") Duration deadline,
        @Bindable(defaultValue = "/vod") String baseUrl) {
    PublisherSettings {
        if (slots < 1 || slots > 64) {
            throw new IllegalArgumentException("segue.publisher.slots must be between 1 and 64 but is " + slots);
        }
        if (deadline.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("segue.publisher.deadline must be at least 1 s but is " + deadline);
        }
        while (baseUrl.endsWith("/")) {
            baseUrl = baseUrl.substring(0, baseUrl.length() - 1);
        }
    }

    /** The address of an object in the vod bucket. */
    String address(String key) {
        return baseUrl + "/" + key;
    }
}
