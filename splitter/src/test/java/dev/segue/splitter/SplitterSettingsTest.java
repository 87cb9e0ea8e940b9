package dev.segue.splitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SplitterSettingsTest {
    @Test
    void hasDefaults() {
        assertThat(bound(Map.of())).isEqualTo(new SplitterSettings(2, Duration.ofMinutes(30), 12));
    }

    @Test
    void mapsEveryKey() {
        assertThat(bound(Map.of(
                        "segue.splitter.slots", "3",
                        "segue.splitter.deadline", "PT1H",
                        "segue.splitter.chunk-seconds", "20")))
                .isEqualTo(new SplitterSettings(3, Duration.ofHours(1), 20));
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatThrownBy(() -> new SplitterSettings(0, Duration.ofMinutes(1), 12))
                .hasMessageContaining("slots");
        assertThatThrownBy(() -> new SplitterSettings(1, Duration.ZERO, 12)).hasMessageContaining("deadline");
        assertThatThrownBy(() -> new SplitterSettings(1, Duration.ofMinutes(1), 0))
                .hasMessageContaining("chunk-seconds");
    }

    private static SplitterSettings bound(Map<String, Object> properties) {
        try (ApplicationContext context = ApplicationContext.run(properties)) {
            return context.getBean(SplitterSettings.class);
        }
    }
}
