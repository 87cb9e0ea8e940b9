package dev.segue.assembler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.stage.StagePart;
import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AssemblerWiringTest {
    @Test
    void wiresOneStreamsPartWhenEnabled() {
        try (ApplicationContext context = start(Map.of("segue.stage.assembler.enabled", "true"))) {
            StagePart part = context.getBean(StagePart.class);

            assertThat(part.name()).isEqualTo("assembler");
            assertThat(part.ready()).as("before it is started").isFalse();
        }
    }

    @Test
    void wiresNothingOtherwise() {
        try (ApplicationContext context = start(Map.of())) {
            assertThat(context.findBean(StagePart.class)).isEmpty();
        }
    }

    @Test
    void remembersForAWeekAndWarnsOfStretchesOfTwoSecondsUnlessToldOtherwise() {
        try (ApplicationContext context = start(Map.of())) {
            assertThat(context.getBean(AssemblerSettings.class))
                    .isEqualTo(new AssemblerSettings(Duration.ofDays(7), Duration.ofSeconds(2)));
        }
        try (ApplicationContext context = start(Map.of("segue.assembler.keep", "2h"))) {
            assertThat(context.getBean(AssemblerSettings.class).keep()).isEqualTo(Duration.ofHours(2));
        }
        try (ApplicationContext context = start(Map.of("segue.assembler.shortest-stretch", "5s"))) {
            assertThat(context.getBean(AssemblerSettings.class).shortestStretch())
                    .isEqualTo(Duration.ofSeconds(5));
        }
        assertThatThrownBy(() -> new AssemblerSettings(Duration.ofMinutes(59), Duration.ofSeconds(2)))
                .hasMessageContaining("segue.assembler.keep must be at least 1h");
        assertThatThrownBy(() -> new AssemblerSettings(Duration.ofHours(1), Duration.ofMillis(999)))
                .hasMessageContaining("segue.assembler.shortest-stretch must be at least 1s");
    }

    private static ApplicationContext start(Map<String, Object> properties) {
        return ApplicationContext.builder()
                .properties(properties)
                .deduceEnvironment(false)
                .start();
    }
}
