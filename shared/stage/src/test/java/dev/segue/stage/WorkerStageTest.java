package dev.segue.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockShareConsumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkerStageTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-01T12:00:00Z"), ZoneOffset.UTC);

    private final Circuits circuits = new Circuits(
            "scanner",
            3,
            new CircuitSettings(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(5)),
            new Random(1),
            NOON);
    private final HostGuard host =
            new HostGuard("scanner", 1, new BackOff(Duration.ofMinutes(1), Duration.ofMinutes(1), new Random(1)), NOON);
    private final StageMetrics metrics = new StageMetrics(new SimpleMeterRegistry(), "scanner", 2);
    private final AtomicInteger open = new AtomicInteger();
    private WorkerStage stage;

    @AfterEach
    void close() {
        stage.close();
        assertThat(open).as("consumers left open").hasValue(0);
    }

    @Test
    void isReadyOnceEverySlotIsInTheGroup() {
        begin(() -> {});

        await().until(stage::ready);
        assertThat(stage.name()).isEqualTo("scanner");
        assertThat(stage.status()).isEqualTo("2 of 2 slots in the group, 0 at work");
        assertThatThrownBy(stage::start).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void waitsForKafkaAndSaysSo() {
        AtomicBoolean down = new AtomicBoolean(true);
        begin(() -> {
            if (down.get()) {
                throw new ExecutionException(new TimeoutException("no broker"));
            }
        });

        await().until(() -> stage.status().contains("Kafka cannot be reached"));
        assertThat(stage.ready()).isFalse();
        assertThat(open).hasValue(0);
        down.set(false);

        await().until(stage::ready);
    }

    @Test
    void closesWhileItStillWaitsForKafka() {
        CountDownLatch waiting = new CountDownLatch(1);
        begin(() -> {
            waiting.countDown();
            new CountDownLatch(1).await();
        });
        await().until(() -> waiting.getCount() == 0);

        long began = System.nanoTime();
        stage.close();

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void hasNoConsumersButStaysReadyWhileADependencyIsDead() {
        begin(() -> {});
        await().until(stage::ready);

        Failure failure = Failure.of(new TransientFailure("store-unavailable", "503"));
        for (String job : List.of("v1", "v2", "v3")) {
            circuits.failed(failure, job);
        }

        await().until(() -> open.get() == 0);
        assertThat(stage.ready()).isTrue();
        assertThat(stage.status())
                .isEqualTo("paused: the object store does not answer (store-unavailable) since 2026-11-01T12:00:00Z;"
                        + " 0 of 2 slots in the group, 0 at work");

        circuits.handled();

        await().until(() -> open.get() == 2);
        await().until(() -> stage.status().equals("2 of 2 slots in the group, 0 at work"));
    }

    @Test
    void isNotReadyWhileItsHostIsOut() {
        begin(() -> {});
        await().until(stage::ready);

        host.failed("v1", "v1", "ffmpeg-failed");

        await().until(() -> open.get() == 0);
        assertThat(stage.ready()).isFalse();
        assertThat(stage.status()).startsWith("host is out: 1 jobs in a row failed here");
    }

    private void begin(WorkerStage.Preparation preparation) {
        BackOff soon = new BackOff(Duration.ofMillis(1), Duration.ofMillis(20), new Random(1));
        Intake intake = new Intake(circuits, host);
        List<ShareSlot> slots = IntStream.range(0, 2)
                .mapToObj(i -> new ShareSlot(
                        "scanner-" + i,
                        "films",
                        IdleConsumer::new,
                        (record, lease) -> JobEnd.EMITTED,
                        metrics,
                        soon,
                        Duration.ZERO,
                        () -> intake.open(i)))
                .toList();
        stage = new WorkerStage("scanner", preparation, slots, Optional.empty(), metrics, intake, soon, Duration.ZERO);
        stage.start();
    }

    /** In the group, with nothing to do. */
    private final class IdleConsumer extends MockShareConsumer<byte[], byte[]> {
        private IdleConsumer() {
            open.incrementAndGet();
        }

        @Override
        public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            try {
                new CountDownLatch(1).await(10, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return ConsumerRecords.empty();
        }

        @Override
        public synchronized Map<MetricName, ? extends Metric> metrics() {
            return Map.of(
                    name("fetch-total"),
                    metric("fetch-total", 1.0),
                    name("last-heartbeat-seconds-ago"),
                    metric("last-heartbeat-seconds-ago", 0.0));
        }

        @Override
        public synchronized void close(Duration timeout) {
            open.decrementAndGet();
        }

        private static MetricName name(String name) {
            return new MetricName(name, "consumer-share-metrics", "", Map.of());
        }

        private static Metric metric(String name, double value) {
            return new Metric() {
                @Override
                public MetricName metricName() {
                    return name(name);
                }

                @Override
                public Object metricValue() {
                    return value;
                }
            };
        }
    }
}
