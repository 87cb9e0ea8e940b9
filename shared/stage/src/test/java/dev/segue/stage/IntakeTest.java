package dev.segue.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IntakeTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-01T12:00:00Z"), ZoneOffset.UTC);
    private static final Failure STORE = Failure.of(new TransientFailure("store-unavailable", "503"));

    private final Circuits circuits = new Circuits(
            "encoder",
            1,
            new CircuitSettings(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(5)),
            new Random(1),
            NOON);
    private final HostGuard host =
            new HostGuard("encoder", 1, new BackOff(Duration.ofMinutes(1), Duration.ofMinutes(1), new Random(1)), NOON);
    private final Intake intake = new Intake(circuits, host);

    @Test
    void isOpenWhereNothingIsTheMatter() {
        assertThat(intake.open(0)).isTrue();
        assertThat(intake.trouble()).isEmpty();
        assertThat(intake.ready(true)).isTrue();
        assertThat(intake.ready(false)).isFalse();
    }

    @Test
    void goesOnWhileOneJobAloneBlamesTheStore() {
        circuits.failed(STORE, "v1");

        assertThat(intake.open(0)).isTrue();
        assertThat(intake.trouble())
                .contains("waiting: the object store does not answer (store-unavailable) since 2026-11-01T12:00:00Z");
    }

    @Test
    void closesForADeadDependencyAndIsReadyAllTheSame() {
        circuits.failed(STORE, "v1");
        circuits.failed(STORE, "v2");

        assertThat(intake.open(0)).isFalse();
        assertThat(intake.ready(false)).isTrue();
        assertThat(intake.trouble()).hasValueSatisfying(t -> assertThat(t).startsWith("paused: the object store"));
    }

    @Test
    void closesForABadHostAndIsNotReady() {
        host.failed("v1", "v1", "ffmpeg-failed");

        assertThat(intake.open(0)).isFalse();
        assertThat(intake.ready(true)).isFalse();
        assertThat(intake.trouble()).hasValueSatisfying(t -> assertThat(t).startsWith("host is out"));
    }
}
