package dev.segue.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DispatcherSettingsTest {
    @Test
    void hasDefaults() {
        assertThat(bound(Map.of())).isEqualTo(new DispatcherSettings(Duration.ofHours(2)));
    }

    @Test
    void mapsEveryKey() {
        assertThat(bound(Map.of("segue.dispatcher.reissue-after", "20m")))
                .isEqualTo(new DispatcherSettings(Duration.ofMinutes(20)));
    }

    @Test
    void refusesWhatIsOutOfBoundsNamingTheKey() {
        assertThatThrownBy(() -> new DispatcherSettings(Duration.ofMillis(999)))
                .hasMessage("segue.dispatcher.reissue-after must be PT1S to PT168H but is PT0.999S");
        assertThatThrownBy(() -> new DispatcherSettings(Duration.ofDays(7).plusMillis(1)))
                .hasMessageStartingWith("segue.dispatcher.reissue-after must be PT1S to PT168H");
    }

    private static DispatcherSettings bound(Map<String, Object> properties) {
        try (ApplicationContext context = ApplicationContext.run(properties)) {
            return context.getBean(DispatcherSettings.class);
        }
    }
}
