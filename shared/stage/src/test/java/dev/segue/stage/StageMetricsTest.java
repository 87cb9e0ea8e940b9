package dev.segue.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.contract.RejectionCode;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StageMetricsTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final StageMetrics metrics = new StageMetrics(meters, "encoder", 4);

    @Test
    void showsHowManySlotsAreAtWork() {
        metrics.begun();
        metrics.begun();
        metrics.ended(JobEnd.HANDED_OVER, Duration.ofSeconds(2));

        assertThat(gauge("segue.stage.slots")).isEqualTo(4);
        assertThat(gauge("segue.stage.slots.busy")).isEqualTo(1);
        assertThat(metrics.busy()).isEqualTo(1);
        assertThat(meters.get("segue.stage")
                        .tags("stage", "encoder", "outcome", "handed-over")
                        .timer()
                        .totalTime(TimeUnit.SECONDS))
                .isEqualTo(2);
    }

    @Test
    void takesATimeInTheFutureForNoWait() {
        metrics.queued(Duration.ofSeconds(-30));

        assertThat(meters.get("segue.stage.queue.wait").timer().max(TimeUnit.SECONDS))
                .isZero();
    }

    @Test
    void takesWhateverTimeAForeignRecordBears() {
        metrics.queued(Duration.between(Instant.ofEpochMilli(Long.MIN_VALUE), Instant.EPOCH));

        assertThat(meters.get("segue.stage.queue.wait").timer().count()).isEqualTo(1);
    }

    @Test
    void countsByCode() {
        metrics.attempted();
        metrics.lockLost();
        metrics.rejected(RejectionCode.TRUNCATED);
        metrics.deadLettered(Failure.workerLost(6));

        assertThat(count("segue.stage.attempts")).isEqualTo(1);
        assertThat(count("segue.stage.locks.lost")).isEqualTo(1);
        assertThat(count("segue.stage.rejections", "code", "truncated")).isEqualTo(1);
        assertThat(count("segue.stage.dead.letters", "code", "worker-lost")).isEqualTo(1);
    }

    @Test
    void keepsHistogramsOfWaitsRunsAndAttempts() {
        metrics.begun();
        metrics.queued(Duration.ofSeconds(20));
        metrics.tried(3);
        metrics.ended(JobEnd.EMITTED, Duration.ofSeconds(40));

        assertThat(upTo(meters.get("segue.stage.queue.wait").timer(), Duration.ofSeconds(15)))
                .isZero();
        assertThat(upTo(meters.get("segue.stage.queue.wait").timer(), Duration.ofSeconds(30)))
                .isEqualTo(1);
        assertThat(upTo(meters.get("segue.stage").timer(), Duration.ofSeconds(30)))
                .isZero();
        assertThat(upTo(meters.get("segue.stage").timer(), Duration.ofMinutes(1)))
                .isEqualTo(1);
        assertThat(meters.get("segue.stage.attempts.per.event").summary().totalAmount())
                .isEqualTo(3);
    }

    private static double upTo(Timer timer, Duration bound) {
        return Stream.of(timer.takeSnapshot().histogramCounts())
                .filter(b -> b.bucket() == bound.toNanos())
                .findFirst()
                .orElseThrow()
                .count();
    }

    @Test
    void showsWhatKeepsTheStageFromWork() {
        Circuits circuits = new Circuits("encoder", 1, Bench.CIRCUIT, new Random(1), Clock.systemUTC());
        HostGuard host = new HostGuard(
                "encoder",
                1,
                new BackOff(Duration.ofMinutes(1), Duration.ofMinutes(1), new Random(1)),
                Clock.systemUTC());
        metrics.watch(new Intake(circuits, host));
        for (String dependency : List.of("store", "kafka", "database", "disk")) {
            assertThat(gauge("segue.stage.circuit.open", "dependency", dependency))
                    .isZero();
        }
        assertThat(gauge("segue.stage.host.out")).isZero();

        circuits.failed(Failure.of(new TransientFailure("database-unavailable", "refused")), "v1");
        host.failed("v1", "v1", "defect");

        assertThat(gauge("segue.stage.circuit.open", "dependency", "database")).isEqualTo(1);
        assertThat(gauge("segue.stage.circuit.open", "dependency", "store")).isZero();
        assertThat(gauge("segue.stage.host.out")).isEqualTo(1);
    }

    private double gauge(String name, String... tags) {
        return meters.get(name).tag("stage", "encoder").tags(tags).gauge().value();
    }

    private double count(String name, String... tags) {
        return meters.get(name).tag("stage", "encoder").tags(tags).counter().count();
    }
}
