package dev.segue.assembler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.contract.Event;
import dev.segue.stage.StagePart;
import dev.segue.stage.StageParts;
import dev.segue.stage.StageSpec;
import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;

final class AssemblerWiringTest {
    @Test
    void wiresOneStreamsPartWhenEnabled() {
        try (ApplicationContext context = start(Map.of("segue.stage.assembler.enabled", "true"))) {
            Part part = (Part) context.getBean(StagePart.class);

            assertThat(part.name()).isEqualTo("assembler");
            assertThat(part.overrides()).containsEntry("producer.max.request.size", "8388608");
            assertThat(part.topology().describe().toString())
                    .contains("segments-ready", "segment-encoded", "rendition-complete");
        }
    }

    @Test
    void wiresNothingOtherwise() {
        try (ApplicationContext context = start(Map.of())) {
            assertThat(context.findBean(StagePart.class)).isEmpty();
        }
    }

    @Test
    void remembersForAWeekUnlessToldOtherwise() {
        try (ApplicationContext context = start(Map.of())) {
            assertThat(context.getBean(AssemblerSettings.class)).isEqualTo(new AssemblerSettings(Duration.ofDays(7)));
        }
        try (ApplicationContext context = start(Map.of("segue.assembler.keep", "2h"))) {
            assertThat(context.getBean(AssemblerSettings.class).keep()).isEqualTo(Duration.ofHours(2));
        }
        assertThatThrownBy(() -> new AssemblerSettings(Duration.ofMinutes(59)))
                .hasMessageContaining("segue.assembler.keep must be at least 1h");
    }

    private static ApplicationContext start(Map<String, Object> properties) {
        ApplicationContext context = ApplicationContext.builder()
                .properties(properties)
                .deduceEnvironment(false)
                .build();
        context.registerSingleton(StageParts.class, new Parts());
        return context.start();
    }

    private record Part(String name, Topology topology, Properties overrides) implements StagePart {
        @Override
        public void start() {}

        @Override
        public boolean ready() {
            return false;
        }

        @Override
        public String status() {
            return "";
        }

        @Override
        public void close() {}
    }

    private static final class Parts implements StageParts {
        @Override
        public <E extends Event> StagePart workers(StageSpec<E> spec) {
            throw new UnsupportedOperationException();
        }

        @Override
        public StagePart streams(String name, Topology topology, Properties overrides) {
            return new Part(name, topology, overrides);
        }
    }
}
