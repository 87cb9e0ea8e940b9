package dev.segue.prober;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProberSettingsTest {
    @Test
    void hasDefaults() {
        assertThat(bound(Map.of())).isEqualTo(ProberSettings.defaults());
    }

    @Test
    void mapsEveryKey() {
        assertThat(bound(Map.ofEntries(
                        Map.entry("segue.prober.slots", "3"),
                        Map.entry("segue.prober.deadline", "PT1M"),
                        Map.entry("segue.prober.profiles-dir", "/etc/segue/profiles"),
                        Map.entry("segue.prober.min-width", "32"),
                        Map.entry("segue.prober.min-height", "34"),
                        Map.entry("segue.prober.max-width", "4096"),
                        Map.entry("segue.prober.max-height", "2160"),
                        Map.entry("segue.prober.max-pixels", "8847360"),
                        Map.entry("segue.prober.max-duration", "PT2H"),
                        Map.entry("segue.prober.max-frames", "1000"),
                        Map.entry("segue.prober.max-total-pixels", "9000000000"))))
                .isEqualTo(new ProberSettings(
                        3,
                        Duration.ofMinutes(1),
                        Path.of("/etc/segue/profiles"),
                        32,
                        34,
                        4096,
                        2160,
                        8_847_360,
                        Duration.ofHours(2),
                        1_000,
                        9_000_000_000L));
    }

    @Test
    void refusesWhatMakesNoSense() {
        Duration minute = Duration.ofMinutes(1);
        assertThatThrownBy(() -> new ProberSettings(0, minute, null, 16, 16, 100, 100, 9_999, minute, 1, 9_999))
                .hasMessageContaining("slots");
        assertThatThrownBy(() -> new ProberSettings(1, Duration.ZERO, null, 16, 16, 100, 100, 9_999, minute, 1, 9_999))
                .hasMessageContaining("deadline");
        assertThatThrownBy(() -> new ProberSettings(1, minute, null, 1, 16, 100, 100, 9_999, minute, 1, 9_999))
                .hasMessageContaining("min-width");
        assertThatThrownBy(() -> new ProberSettings(1, minute, null, 16, 16, 8, 100, 9_999, minute, 1, 9_999))
                .hasMessageContaining("max-width");
        assertThatThrownBy(() -> new ProberSettings(1, minute, null, 16, 16, 100, 100, 10, minute, 1, 9_999))
                .hasMessageContaining("max-pixels");
        assertThatThrownBy(() -> new ProberSettings(1, minute, null, 16, 16, 100, 100, 9_999, Duration.ZERO, 1, 9_999))
                .hasMessageContaining("max-duration");
        assertThatThrownBy(() -> new ProberSettings(1, minute, null, 16, 16, 100, 100, 9_999, minute, 0, 9_999))
                .hasMessageContaining("max-frames");
        assertThatThrownBy(() -> new ProberSettings(1, minute, null, 16, 16, 100, 100, 9_999, minute, 1, 9_998))
                .hasMessageContaining("max-total-pixels");
    }

    private static ProberSettings bound(Map<String, Object> properties) {
        try (ApplicationContext context = ApplicationContext.run(properties)) {
            return context.getBean(ProberSettings.class);
        }
    }
}
