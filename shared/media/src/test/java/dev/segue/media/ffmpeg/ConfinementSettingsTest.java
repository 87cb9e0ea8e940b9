package dev.segue.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.media.ffmpeg.ConfinementSettings.Wanted;
import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfinementSettingsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void hasDefaults() {
        try (ApplicationContext context = ApplicationContext.run()) {
            assertThat(context.getBean(ConfinementSettings.class))
                    .isEqualTo(new ConfinementSettings(Wanted.AUTO, 6L << 30, 16L << 30, 0, MINUTE));
        }
    }

    @Test
    void mapsEveryKey() {
        try (ApplicationContext context = ApplicationContext.run(Map.of(
                "segue.ffmpeg.sandbox",
                "required",
                "segue.ffmpeg.memory-limit",
                "1073741824",
                "segue.ffmpeg.file-limit",
                "0",
                "segue.ffmpeg.cpu-limit",
                "2",
                "segue.ffmpeg.stall-timeout",
                "PT20S"))) {
            assertThat(context.getBean(ConfinementSettings.class))
                    .isEqualTo(new ConfinementSettings(Wanted.REQUIRED, 1L << 30, 0, 2, Duration.ofSeconds(20)));
        }
    }

    @Test
    void refusesLimitsUnderWhichNothingRuns() {
        assertThatThrownBy(() -> new ConfinementSettings(Wanted.AUTO, 1_000, 0, 0, MINUTE))
                .hasMessageContaining("segue.ffmpeg.memory-limit");
        assertThatThrownBy(() -> new ConfinementSettings(Wanted.AUTO, 0, 1_000, 0, MINUTE))
                .hasMessageContaining("segue.ffmpeg.file-limit");
        assertThatThrownBy(() -> new ConfinementSettings(Wanted.AUTO, 0, 0, -1, MINUTE))
                .hasMessageContaining("segue.ffmpeg.cpu-limit");
        assertThatThrownBy(() -> new ConfinementSettings(Wanted.AUTO, 0, 0, 0, Duration.ofMillis(10)))
                .hasMessageContaining("segue.ffmpeg.stall-timeout");
    }

    @Test
    void aControlGroupGetsWhatIsLimitedAndNothingElse() {
        assertThat(new ConfinementSettings(Wanted.AUTO, 1L << 30, 0, 3, MINUTE).controlGroup())
                .containsEntry("memory.max", "1073741824")
                .containsEntry("memory.swap.max", "0")
                .containsEntry("cpu.max", "300000 100000");
        assertThat(new ConfinementSettings(Wanted.AUTO, 0, 0, 0, MINUTE).controlGroup())
                .isEmpty();
    }
}
