package dev.segue.storage;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the object store ({@code segue.s3}).
 *
 * @param endpoint the store's address; absent for Amazon S3 itself
 * @param region the region that requests are signed for; stores other than Amazon's mostly take any
 * @param accessKey absent for the SDK's default chain: environment, profile, web identity, instance role
 * @param secretKey belongs to {@code accessKey}
 * @param pathStyle whether the bucket is named in the path and not in the host name
 */
@ConfigurationProperties("segue.s3")
public record StorageSettings(
        @Nullable URI endpoint,
        @Bindable(defaultValue = "us-east-1") String region,
        @Nullable String accessKey,
        @Nullable String secretKey,
        @Bindable(defaultValue = "true") boolean pathStyle) {
    public StorageSettings {
        if ((accessKey == null) != (secretKey == null)) {
            throw new IllegalArgumentException(
                    "segue.s3.access-key and segue.s3.secret-key must be given together, or neither");
        }
        if (endpoint != null && endpoint.getHost() == null) {
            throw new IllegalArgumentException("segue.s3.endpoint must be an address like http://host:port");
        }
    }

    @Override
    public String toString() {
        return "StorageSettings[endpoint=" + endpoint + ", region=" + region + ", accessKey=" + accessKey
                + ", secretKey=***, pathStyle=" + pathStyle + "]";
    }
}
