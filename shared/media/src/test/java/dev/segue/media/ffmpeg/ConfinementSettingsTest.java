package dev.segue.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.media.ffmpeg.ConfinementSettings.Wanted;
import io.micronaut.context.ApplicationContext;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfinementSettingsTest {
    @Test
    void hasDefaults() {
        try (ApplicationContext context = ApplicationContext.run()) {
            assertThat(context.getBean(ConfinementSettings.class))
                    .isEqualTo(new ConfinementSettings(Wanted.AUTO, 6L << 30, 16L << 30, 0));
        }
    }

    @Test
    void mapsEveryKey() {
        try (ApplicationContext context = ApplicationContext.run(Map.of(
                "segue.ffmpeg.sandbox", "required",
                "segue.ffmpeg.memory-limit", "1073741824",
                "segue.ffmpeg.file-limit", "0",
                "segue.ffmpeg.cpu-limit", "2"))) {
            assertThat(context.getBean(ConfinementSettings.class))
                    .isEqualTo(new ConfinementSettings(Wanted.REQUIRED, 1L << 30, 0, 2));
        }
    }

    @Test
    void refusesLimitsUnderWhichNothingRuns() {
        assertThatThrownBy(() -> new ConfinementSettings(Wanted.AUTO, 1_000, 0, 0))
                .hasMessageContaining("segue.ffmpeg.memory-limit");
        assertThatThrownBy(() -> new ConfinementSettings(Wanted.AUTO, 0, 1_000, 0))
                .hasMessageContaining("segue.ffmpeg.file-limit");
        assertThatThrownBy(() -> new ConfinementSettings(Wanted.AUTO, 0, 0, -1))
                .hasMessageContaining("segue.ffmpeg.cpu-limit");
    }

    @Test
    void aControlGroupGetsWhatIsLimitedAndNothingElse() {
        assertThat(new ConfinementSettings(Wanted.AUTO, 1L << 30, 0, 3).controlGroup())
                .containsEntry("memory.max", "1073741824")
                .containsEntry("memory.swap.max", "0")
                .containsEntry("cpu.max", "300000 100000");
        assertThat(new ConfinementSettings(Wanted.AUTO, 0, 0, 0).controlGroup()).isEmpty();
    }
}
