package dev.segue.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class QualitySettingsTest {
    private static final Duration USUAL = Duration.ofMinutes(15);

    @Test
    void hasDefaults() {
        assertThat(bound(Map.of())).isEqualTo(new QualitySettings(1, USUAL));
    }

    @Test
    void mapsEveryKey() {
        assertThat(bound(Map.of("segue.quality.slots", "3", "segue.quality.deadline", "1h")))
                .isEqualTo(new QualitySettings(3, Duration.ofHours(1)));
    }

    @Test
    void refusesWhatIsOutOfBoundsNamingTheKey() {
        assertThatThrownBy(() -> new QualitySettings(0, USUAL))
                .hasMessage("segue.quality.slots must be 1 to 256 but is 0");
        assertThatThrownBy(() -> new QualitySettings(1, Duration.ofSeconds(59)))
                .hasMessage("segue.quality.deadline must be PT1M to PT12H but is PT59S");
    }

    private static QualitySettings bound(Map<String, Object> properties) {
        try (ApplicationContext context = ApplicationContext.run(properties)) {
            return context.getBean(QualitySettings.class);
        }
    }
}
