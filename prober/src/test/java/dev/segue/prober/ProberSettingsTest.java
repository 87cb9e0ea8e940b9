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
        assertThat(bound(Map.of(
                        "segue.prober.slots", "3",
                        "segue.prober.deadline", "PT1M",
                        "segue.prober.profiles-dir", "/etc/segue/profiles",
                        "segue.prober.min-width", "32",
                        "segue.prober.min-height", "34",
                        "segue.prober.max-width", "4096",
                        "segue.prober.max-height", "2160",
                        "segue.prober.max-pixels", "8847360",
                        "segue.prober.max-duration", "PT2H")))
                .isEqualTo(new ProberSettings(
                        3,
                        Duration.ofMinutes(1),
                        Path.of("/etc/segue/profiles"),
                        32,
                        34,
                        4096,
                        2160,
                        8_847_360,
                        Duration.ofHours(2)));
    }

    @Test
    void refusesWhatMakesNoSense() {
        Duration minute = Duration.ofMinutes(1);
        assertThatThrownBy(() -> new ProberSettings(0, minute, null, 16, 16, 100, 100, 9_999, minute))
                .hasMessageContaining("slots");
        assertThatThrownBy(() -> new ProberSettings(1, Duration.ZERO, null, 16, 16, 100, 100, 9_999, minute))
                .hasMessageContaining("deadline");
        assertThatThrownBy(() -> new ProberSettings(1, minute, null, 1, 16, 100, 100, 9_999, minute))
                .hasMessageContaining("min-width");
        assertThatThrownBy(() -> new ProberSettings(1, minute, null, 16, 16, 8, 100, 9_999, minute))
                .hasMessageContaining("max-width");
        assertThatThrownBy(() -> new ProberSettings(1, minute, null, 16, 16, 100, 100, 10, minute))
                .hasMessageContaining("max-pixels");
        assertThatThrownBy(() -> new ProberSettings(1, minute, null, 16, 16, 100, 100, 9_999, Duration.ZERO))
                .hasMessageContaining("max-duration");
    }

    private static ProberSettings bound(Map<String, Object> properties) {
        try (ApplicationContext context = ApplicationContext.run(properties)) {
            return context.getBean(ProberSettings.class);
        }
    }
}
