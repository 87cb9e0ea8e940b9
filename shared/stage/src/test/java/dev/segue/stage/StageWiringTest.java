package dev.segue.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.contract.EventCodec;
import io.micronaut.context.ApplicationContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StageWiringTest {
    @TempDir
    Path folder;

    @Test
    void offersWhatStagesAskForWithoutAnyBroker() {
        try (ApplicationContext context = run(Map.of())) {
            assertThat(context.getBean(StageParts.class)).isNotNull();
            assertThat(context.getBean(EventPublisher.class)).isNotNull();
            assertThat(context.getBean(EventCodec.class)).isNotNull();
            assertThat(context.getBean(StageHealth.class).parts()).isEmpty();
        }
    }

    @Test
    void hasDefaults() {
        try (ApplicationContext context = run(Map.of())) {
            assertThat(context.getBean(RetrySettings.class))
                    .isEqualTo(new RetrySettings(3, Duration.ofSeconds(1), Duration.ofSeconds(30), 5));
            assertThat(context.getBean(CircuitSettings.class))
                    .isEqualTo(
                            new CircuitSettings(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMinutes(15)));
            assertThat(context.getBean(HostSettings.class))
                    .isEqualTo(new HostSettings(null, 5, Duration.ofMinutes(1), Duration.ofMinutes(30)));
            assertThat(context.getBean(HostSettings.class).hostName()).isNotBlank();
            assertThat(context.getBean(DrainSettings.class)).isEqualTo(new DrainSettings(Duration.ZERO));
            assertThat(context.getBean(StreamsSettings.class)).isEqualTo(new StreamsSettings(null, "1", -1));
            assertThat(context.getBean(ScratchSettings.class).keepFreeBytes()).isEqualTo(256L << 20);
            assertThat(new ScratchSettings(null, 0).root())
                    .isEqualTo(Path.of(System.getProperty("java.io.tmpdir"), "segue"));
        }
    }

    @Test
    void readsEverySetting() {
        try (ApplicationContext context = run(Map.of(
                "segue.circuit.first-pause", "PT3S",
                "segue.circuit.longest-pause", "PT8S",
                "segue.circuit.patience", "PT1H",
                "segue.host.name", "node-7",
                "segue.host.bad-jobs", "9",
                "segue.host.first-pause", "PT4S",
                "segue.host.longest-pause", "PT7S"))) {
            assertThat(context.getBean(CircuitSettings.class))
                    .isEqualTo(new CircuitSettings(Duration.ofSeconds(3), Duration.ofSeconds(8), Duration.ofHours(1)));
            assertThat(context.getBean(HostSettings.class))
                    .isEqualTo(new HostSettings("node-7", 9, Duration.ofSeconds(4), Duration.ofSeconds(7)));
            assertThat(context.getBean(HostSettings.class).hostName()).isEqualTo("node-7");
        }
        try (ApplicationContext context = run(Map.of(
                "segue.retry.attempts", "4",
                "segue.retry.first-pause", "PT2S",
                "segue.retry.longest-pause", "PT9S",
                "segue.retry.deliveries", "6",
                "segue.stage.drain-grace", "PT90S",
                "segue.scratch.keep-free-bytes", "1000",
                "segue.streams.state-dir", folder.toString(),
                "segue.streams.instance-id", "b",
                "segue.streams.replication-factor", "3"))) {
            assertThat(context.getBean(RetrySettings.class))
                    .isEqualTo(new RetrySettings(4, Duration.ofSeconds(2), Duration.ofSeconds(9), 6));
            assertThat(context.getBean(DrainSettings.class)).isEqualTo(new DrainSettings(Duration.ofSeconds(90)));
            assertThat(context.getBean(StreamsSettings.class)).isEqualTo(new StreamsSettings(folder, "b", 3));
            assertThat(context.getBean(ScratchSettings.class))
                    .isEqualTo(new ScratchSettings(folder.resolve("scratch"), 1000));
        }
    }

    @Test
    void refusesWhatCannotWork() {
        assertThatThrownBy(() -> new RetrySettings(3, Duration.ofSeconds(1), Duration.ofSeconds(30), 10))
                .hasMessageContaining("segue.retry.deliveries");
        assertThatThrownBy(() -> new RetrySettings(0, Duration.ofSeconds(1), Duration.ofSeconds(30), 5))
                .hasMessageContaining("segue.retry.attempts");
        assertThatThrownBy(() -> new RetrySettings(3, Duration.ofSeconds(40), Duration.ofSeconds(30), 5))
                .hasMessageContaining("first-pause");
        assertThatThrownBy(() -> new ScratchSettings(null, -1)).hasMessageContaining("segue.scratch.keep-free-bytes");
    }

    @Test
    void refusesCircuitsAndHostsThatCannotBe() {
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new CircuitSettings(second, Duration.ofMillis(999), second))
                .hasMessageContaining("segue.circuit.first-pause");
        assertThatThrownBy(() -> new CircuitSettings(second, second, Duration.ZERO))
                .hasMessageContaining("segue.circuit.patience");
        assertThatThrownBy(() -> new HostSettings("a/b", 5, second, second)).hasMessageContaining("segue.host.name");
        assertThatThrownBy(() -> new HostSettings(null, 0, second, second)).hasMessageContaining("segue.host.bad-jobs");
        assertThatThrownBy(() -> new HostSettings(null, 5, Duration.ZERO, second))
                .hasMessageContaining("segue.host.first-pause");
    }

    @Test
    void refusesAGraceThatNobodyCanWaitFor() {
        assertThatThrownBy(() -> new DrainSettings(Duration.ofMillis(-1)))
                .hasMessageContaining("segue.stage.drain-grace");
        assertThatThrownBy(() -> new DrainSettings(Duration.ofHours(25)))
                .hasMessageContaining("segue.stage.drain-grace");
    }

    private ApplicationContext run(Map<String, Object> properties) {
        Map<String, Object> all = new java.util.HashMap<>(properties);
        all.put("segue.scratch.dir", folder.resolve("scratch").toString());
        return ApplicationContext.run(all);
    }
}
