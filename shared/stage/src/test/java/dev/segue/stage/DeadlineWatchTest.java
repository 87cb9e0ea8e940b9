package dev.segue.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadlineWatchTest {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final DeadlineWatch watch = new DeadlineWatch(timer);

    @AfterEach
    void stopTimer() {
        timer.shutdownNow();
    }

    @Test
    void interruptsWorkThatTakesTooLong() {
        assertThatThrownBy(() -> watch.call(Duration.ofMillis(20), () -> {
                    new CountDownLatch(1).await();
                    return "never";
                }))
                .isInstanceOfSatisfying(
                        TransientFailure.class, e -> assertThat(e.code()).isEqualTo("deadline"));
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void blamesTheDeadlineWhateverTheInterruptedWorkThrows() {
        assertThatThrownBy(() -> watch.call(Duration.ofMillis(20), () -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException("connection aborted", e);
                    }
                    return "never";
                }))
                .isInstanceOf(TransientFailure.class)
                .hasRootCauseInstanceOf(InterruptedException.class);
    }

    @Test
    void leavesOtherFailuresAndInterruptsAlone() throws Exception {
        assertThatThrownBy(() -> watch.call(Duration.ofMinutes(1), () -> {
                    throw new InterruptedException("stopped");
                }))
                .isInstanceOf(InterruptedException.class);
        assertThat(watch.call(Duration.ofMinutes(1), () -> "done")).isEqualTo("done");
        assertThat(watch.call(Duration.ofMinutes(1), () -> {
                    Thread.currentThread().interrupt();
                    return "done";
                }))
                .isEqualTo("done");
        assertThat(Thread.interrupted()).isTrue();
    }
}
