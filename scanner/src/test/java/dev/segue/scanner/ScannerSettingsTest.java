package dev.segue.scanner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScannerSettingsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void defaultsTakeFiftyGibibytesFromQuarantine() {
        ScannerSettings settings = read(Map.of());

        assertThat(settings).isEqualTo(new ScannerSettings(null, 50L << 30, 1, Duration.ofMinutes(30)));
        assertThat(settings.allowedBuckets("quarantine")).containsExactly("quarantine");
    }

    @Test
    void everyKeyIsRead() {
        ScannerSettings settings = read(Map.of(
                "segue.scanner.allowed-buckets", "a,b",
                "segue.scanner.max-bytes", "7",
                "segue.scanner.slots", "3",
                "segue.scanner.deadline", "PT1M"));

        assertThat(settings).isEqualTo(new ScannerSettings(List.of("a", "b"), 7, 3, MINUTE));
        assertThat(settings.allowedBuckets("quarantine")).containsExactly("a", "b");
    }

    @Test
    void valuesOutOfBoundsAreRefusedByName() {
        assertThatThrownBy(() -> new ScannerSettings(null, 0, 1, MINUTE))
                .hasMessage("segue.scanner.max-bytes must be at least 1 but is 0");
        assertThatThrownBy(() -> new ScannerSettings(null, 1, 0, MINUTE))
                .hasMessage("segue.scanner.slots must be 1 to 64 but is 0");
        assertThatThrownBy(() -> new ScannerSettings(null, 1, 65, MINUTE))
                .hasMessage("segue.scanner.slots must be 1 to 64 but is 65");
        assertThatThrownBy(() -> new ScannerSettings(null, 1, 1, Duration.ofMillis(999)))
                .hasMessageStartingWith("segue.scanner.deadline must be at least 1 s");
    }

    private static ScannerSettings read(Map<String, Object> properties) {
        try (ApplicationContext context = ApplicationContext.builder()
                .properties(properties)
                .deduceEnvironment(false)
                .start()) {
            return context.getBean(ScannerSettings.class);
        }
    }
}
