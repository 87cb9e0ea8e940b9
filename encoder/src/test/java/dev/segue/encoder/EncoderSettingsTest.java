package dev.segue.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.encoder.EncoderSettings.Hardware;
import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class EncoderSettingsTest {
    private static final Duration USUAL = Duration.ofMinutes(30);

    @Test
    void hasDefaults() {
        assertThat(bound(Map.of()))
                .isEqualTo(new EncoderSettings(
                        Runtime.getRuntime().availableProcessors(), USUAL, Verify.SAMPLE, Hardware.OFF));
    }

    @Test
    void mapsEveryKey() {
        assertThat(bound(Map.of(
                        "segue.encoder.slots",
                        "7",
                        "segue.encoder.deadline",
                        "2h",
                        "segue.encoder.verify",
                        "full",
                        "segue.encoder.hardware",
                        "auto")))
                .isEqualTo(new EncoderSettings(7, Duration.ofHours(2), Verify.FULL, Hardware.AUTO));
    }

    @Test
    void zeroSlotsAreOneAProcessor() {
        assertThat(new EncoderSettings(0, USUAL, Verify.SAMPLE, Hardware.OFF).slots())
                .isEqualTo(Runtime.getRuntime().availableProcessors());
    }

    @Test
    void takesTheBoundsThemselves() {
        assertThat(new EncoderSettings(256, Duration.ofMinutes(1), Verify.SAMPLE, Hardware.OFF).slots())
                .isEqualTo(256);
        assertThat(new EncoderSettings(1, Duration.ofHours(12), Verify.SAMPLE, Hardware.OFF).deadline())
                .isEqualTo(Duration.ofHours(12));
    }

    @Test
    void refusesWhatIsOutOfBoundsNamingTheKey() {
        assertThatThrownBy(() -> new EncoderSettings(-1, USUAL, Verify.SAMPLE, Hardware.OFF))
                .hasMessage("segue.encoder.slots must be 0 to 256 but is -1");
        assertThatThrownBy(() -> new EncoderSettings(257, USUAL, Verify.SAMPLE, Hardware.OFF))
                .hasMessage("segue.encoder.slots must be 0 to 256 but is 257");
        assertThatThrownBy(() -> new EncoderSettings(1, Duration.ofSeconds(59), Verify.SAMPLE, Hardware.OFF))
                .hasMessage("segue.encoder.deadline must be PT1M to PT12H but is PT59S");
        assertThatThrownBy(
                        () -> new EncoderSettings(1, Duration.ofHours(12).plusMillis(1), Verify.SAMPLE, Hardware.OFF))
                .hasMessage("segue.encoder.deadline must be PT1M to PT12H but is PT12H0.001S");
    }

    private static EncoderSettings bound(Map<String, Object> properties) {
        try (ApplicationContext context = ApplicationContext.run(properties)) {
            return context.getBean(EncoderSettings.class);
        }
    }
}
