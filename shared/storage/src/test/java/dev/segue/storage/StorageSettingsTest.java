package dev.segue.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StorageSettingsTest {
    @Test
    void defaultsAreForAmazonWithItsOwnCredentialChain() {
        assertThat(read(Map.of())).isEqualTo(new StorageSettings(null, "us-east-1", null, null, true));
    }

    @Test
    void everyKeyIsRead() {
        assertThat(read(Map.of(
                        "segue.s3.endpoint", "http://localhost:9000",
                        "segue.s3.region", "eu-west-1",
                        "segue.s3.access-key", "who",
                        "segue.s3.secret-key", "hush",
                        "segue.s3.path-style", "false")))
                .isEqualTo(new StorageSettings(URI.create("http://localhost:9000"), "eu-west-1", "who", "hush", false));
    }

    @Test
    void aKeyWithoutTheOtherStopsTheStart() {
        assertThatThrownBy(() -> new StorageSettings(null, "us-east-1", "who", null, true))
                .hasMessageContaining("together");
        assertThatThrownBy(() -> new StorageSettings(URI.create("localhost"), "us-east-1", null, null, true))
                .hasMessageContaining("segue.s3.endpoint");
    }

    @Test
    void theSecretIsNotPrinted() {
        assertThat(new StorageSettings(null, "us-east-1", "who", "hush", true).toString())
                .doesNotContain("hush")
                .contains("***");
    }

    @Test
    void theWiringGivesAStore() {
        try (ApplicationContext context = context(Map.of("segue.s3.endpoint", "http://localhost:1"))) {
            assertThat(context.getBean(ObjectStore.class)).isInstanceOf(S3ObjectStore.class);
            assertThat(context.getBean(Buckets.class)).isEqualTo(new Buckets("quarantine", "originals", "vod", "work"));
        }
    }

    private static StorageSettings read(Map<String, Object> properties) {
        try (ApplicationContext context = context(properties)) {
            return context.getBean(StorageSettings.class);
        }
    }

    private static ApplicationContext context(Map<String, Object> properties) {
        return ApplicationContext.builder()
                .properties(properties)
                .deduceEnvironment(false)
                .start();
    }
}
