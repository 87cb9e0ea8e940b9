package dev.segue.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.contract.Event;
import dev.segue.contract.RenditionComplete;
import dev.segue.stage.StagePart;
import dev.segue.stage.StageParts;
import dev.segue.stage.StageSpec;
import dev.segue.stage.postgres.PostgresSettings;
import dev.segue.storage.ObjectStore;
import dev.segue.testkit.InMemoryObjectStore;
import io.micronaut.context.ApplicationContext;
import io.micronaut.inject.qualifiers.Qualifiers;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;

class PublisherSettingsTest {
    @Test
    void defaultsSuitALaptop() {
        try (ApplicationContext context = context(new Parts(), Map.of())) {
            assertThat(context.getBean(PublisherSettings.class))
                    .isEqualTo(new PublisherSettings(1, Duration.ofMinutes(5), "/vod"));
            assertThat(context.getBean(PostgresSettings.class))
                    .isEqualTo(new PostgresSettings("jdbc:postgresql://localhost:5432/segue", "segue", null));
        }
    }

    @Test
    void everyKeyIsRead() {
        Map<String, Object> keys = Map.of(
                "segue.publisher.slots", "3",
                "segue.publisher.deadline", "PT1M",
                "segue.publisher.base-url", "https://cdn.example/films/",
                "segue.postgres.url", "jdbc:postgresql://db/x",
                "segue.postgres.user", "ada",
                "segue.postgres.password", "hush");
        try (ApplicationContext context = context(new Parts(), keys)) {
            assertThat(context.getBean(PublisherSettings.class))
                    .isEqualTo(new PublisherSettings(3, Duration.ofMinutes(1), "https://cdn.example/films"));
            assertThat(context.getBean(PostgresSettings.class))
                    .isEqualTo(new PostgresSettings("jdbc:postgresql://db/x", "ada", "hush"));
        }
    }

    @Test
    void valuesOutOfBoundsStopTheStart() {
        assertThatThrownBy(() -> new PublisherSettings(0, Duration.ofMinutes(5), "/vod"))
                .hasMessageContaining("segue.publisher.slots");
        assertThatThrownBy(() -> new PublisherSettings(1, Duration.ZERO, "/vod"))
                .hasMessageContaining("segue.publisher.deadline");
        assertThatThrownBy(() -> new PostgresSettings("jdbc:mysql://db/x", "ada", null))
                .hasMessageContaining("segue.postgres.url");
    }

    @Test
    void thePasswordIsNotPrinted() {
        assertThat(new PostgresSettings("jdbc:postgresql://db/x", "ada", "hush").toString())
                .doesNotContain("hush")
                .contains("***");
    }

    @Test
    void theWiringMakesOneStageAndNeedsNoDatabaseForIt() {
        Parts parts = new Parts();
        Map<String, Object> keys = Map.of(
                "segue.stage.publisher.enabled", "true", "segue.postgres.url", "jdbc:postgresql://127.0.0.1:1/none");
        try (ApplicationContext context = context(parts, keys)) {
            StagePart part = context.getBean(StagePart.class, Qualifiers.byName("publisher"));

            assertThat(part.name()).isEqualTo("publisher");
            StageSpec<?> spec = parts.spec.get();
            assertThat(spec.topic()).isEqualTo("rendition-complete");
            assertThat(spec.event()).isEqualTo(RenditionComplete.class);
            assertThat(spec.slots()).isEqualTo(1);
            assertThat(spec.deadline()).isEqualTo(Duration.ofMinutes(5));
            assertThat(spec.lenient()).isFalse();
        }
    }

    @Test
    void aStageThatIsNotEnabledIsNotThere() {
        try (ApplicationContext context = context(new Parts(), Map.of())) {
            assertThat(context.findBean(StagePart.class)).isEmpty();
        }
    }

    private static ApplicationContext context(StageParts parts, Map<String, Object> properties) {
        ApplicationContext context = ApplicationContext.builder()
                .properties(properties)
                .deduceEnvironment(false)
                .build();
        context.registerSingleton(StageParts.class, parts);
        context.registerSingleton(ObjectStore.class, new InMemoryObjectStore("vod"));
        return context.start();
    }

    private static final class Parts implements StageParts {
        private final AtomicReference<StageSpec<?>> spec = new AtomicReference<>();

        @Override
        public <E extends Event> StagePart workers(StageSpec<E> described) {
            spec.set(described);
            return new IdlePart(described.name());
        }

        @Override
        public StagePart streams(String name, Topology topology, Properties overrides) {
            throw new UnsupportedOperationException();
        }
    }

    private record IdlePart(String name) implements StagePart {
        @Override
        public void start() {}

        @Override
        public boolean ready() {
            return true;
        }

        @Override
        public String status() {
            return "idle";
        }

        @Override
        public void close() {}
    }
}
