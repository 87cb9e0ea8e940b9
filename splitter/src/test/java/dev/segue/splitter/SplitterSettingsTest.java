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
        SplitterSettings settings = bound(Map.of());

        assertThat(settings).isEqualTo(new SplitterSettings(2, Duration.ofMinutes(30), 0, null));
        assertThat(settings.slotsHint()).isEqualTo(Runtime.getRuntime().availableProcessors());
    }

    @Test
    void mapsEveryKey() {
        assertThat(bound(Map.of(
                        "segue.splitter.slots", "3",
                        "segue.splitter.deadline", "PT1H",
                        "segue.splitter.slots-hint", "64",
                        "segue.splitter.chunk-seconds", "20")))
                .isEqualTo(new SplitterSettings(3, Duration.ofHours(1), 64, 20));
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatThrownBy(() -> new SplitterSettings(0, Duration.ofMinutes(1), 0, null))
                .hasMessageContaining("slots");
        assertThatThrownBy(() -> new SplitterSettings(1, Duration.ZERO, 0, null))
                .hasMessageContaining("deadline");
        assertThatThrownBy(() -> new SplitterSettings(1, Duration.ofMinutes(1), 0, 0))
                .hasMessageContaining("chunk-seconds");
        assertThatThrownBy(() -> new SplitterSettings(1, Duration.ofMinutes(1), -1, null))
                .hasMessageContaining("slots-hint");
    }

    private static SplitterSettings bound(Map<String, Object> properties) {
        try (ApplicationContext context = ApplicationContext.run(properties)) {
            return context.getBean(SplitterSettings.class);
        }
    }
}
