package dev.segue.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CircuitTest {
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void opensAfterFailuresInARowOfWhateverJobs() {
        Circuit circuit = circuit(Duration.ofMinutes(1));

        assertThat(circuit.failed("a", "503")).isFalse();
        assertThat(circuit.failed("b", "503")).isFalse();
        assertThat(circuit.trouble()).isEmpty();
        assertThat(circuit.failed("a", "503")).isTrue();

        assertThat(circuit.open()).isTrue();
        assertThat(circuit.trouble())
                .contains("the object store does not answer (store-unavailable) since 2026-11-01T12:00:00Z");
    }

    @Test
    void staysClosedWhenAnAnswerComesInBetween() {
        Circuit circuit = circuit(Duration.ofMinutes(1));

        circuit.failed("a", "503");
        circuit.failed("a", "503");
        circuit.answered();

        assertThat(circuit.failed("a", "503")).isFalse();
    }

    @Test
    void letsNobodyTryBeforeThePauseIsOver() throws Exception {
        Circuit circuit = open(Duration.ofMinutes(1));

        assertThat(circuit.await("a", System.nanoTime() + Duration.ofMillis(30).toNanos()))
                .isFalse();
    }

    @Test
    void letsOneTryAtATimeAndAllWhenThatWentWell() throws Exception {
        Circuit circuit = open(Duration.ofMillis(100));
        List<String> trying = new CopyOnWriteArrayList<>();
        CountDownLatch allWait = new CountDownLatch(3);
        List<Future<?>> waiting = List.of("a", "b", "c").stream()
                .<Future<?>>map(job -> threads.submit(() -> {
                    allWait.countDown();
                    assertThat(circuit.await(job, inAnHour())).isTrue();
                    trying.add(job);
                    return null;
                }))
                .toList();
        allWait.await();

        await().until(() -> trying.size() == 1);
        // The first one's failure lets the next one try after a longer pause.
        circuit.failed(trying.get(0), "503");
        await().until(() -> trying.size() == 2);
        circuit.answered();

        for (Future<?> one : waiting) {
            one.get();
        }
        assertThat(circuit.open()).isFalse();
        assertThat(circuit.trouble()).isEmpty();
    }

    @Test
    void doesNotWaitForEverForATryThatNeverTells() throws Exception {
        Circuit circuit = new Circuit(
                "scanner",
                Dependency.STORE,
                1,
                new BackOff(Duration.ofMillis(10), Duration.ofMillis(50), new Random(1)),
                Clock.systemUTC());
        circuit.failed("a", "503");

        assertThat(circuit.await("a", inAnHour())).isTrue();
        assertThat(circuit.await("b", inAnHour())).isTrue();
    }

    @Test
    void letsTheNextTryAtOnceWhenOneToldNothing() throws Exception {
        Circuit circuit = open(Duration.ofMinutes(1));

        circuit.unclear();

        assertThat(circuit.await("b", System.nanoTime())).isTrue();
        assertThat(circuit.open()).isTrue();
    }

    @Test
    void pausesTheStageOnlyWhenTwoJobsSayTheSame() {
        Circuit circuit = open(Duration.ofMinutes(1));

        assertThat(circuit.pauses()).as("one job may have a fault of its own").isFalse();
        assertThat(circuit.blamedOnlyBy("a")).isTrue();
        circuit.failed("b", "503");

        assertThat(circuit.pauses()).isTrue();
        assertThat(circuit.blamedOnlyBy("a")).isFalse();
    }

    @Test
    void hasSomebodyFindOutAnewWhenThoseWhoWaitedAreGone() {
        Circuit circuit = open(Duration.ofMinutes(1));
        circuit.failed("b", "503");

        circuit.left("a");
        assertThat(circuit.pauses()).isTrue();
        circuit.left("b");

        assertThat(circuit.pauses()).isFalse();
        assertThat(circuit.open()).isTrue();
    }

    private static long inAnHour() {
        return System.nanoTime() + Duration.ofHours(1).toNanos();
    }

    private static Circuit open(Duration pause) {
        Circuit circuit = circuit(pause);
        for (int i = 0; i < 3; i++) {
            circuit.failed("a", "503");
        }
        return circuit;
    }

    private static Circuit circuit(Duration pause) {
        return new Circuit(
                "scanner",
                Dependency.STORE,
                3,
                new BackOff(pause, Duration.ofHours(1), new Random(1)),
                Clock.fixed(NOON, ZoneOffset.UTC));
    }
}
