package dev.segue.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ScratchSpaceTest {
    private static final Duration PATIENT = Duration.ofSeconds(30);

    private final AtomicLong free = new AtomicLong(1_000);
    private final ScratchSpace space = new ScratchSpace(free::get, 100);

    @Test
    void whatNeverFitsFailsAtOnceWithAllNumbers() {
        assertThatThrownBy(() -> space.reserve(901, PATIENT))
                .isInstanceOfSatisfying(
                        TransientFailure.class, e -> assertThat(e.code()).isEqualTo("disk-full"))
                .hasMessage(
                        "the unit may write 901 bytes, but of 1000 bytes free 0 are reserved for running units and 100"
                                + " are kept free");
    }

    @Test
    void givesOutWhatIsFreeOnceAndOnlyOnce() throws Exception {
        space.reserve(500, PATIENT);
        space.reserve(400, PATIENT);

        assertThatThrownBy(() -> space.reserve(1, Duration.ofMillis(20))).hasMessageContaining("900 are reserved");
    }

    @Test
    void waitsForAUnitThatEnds() throws Exception {
        ScratchSpace.Reservation running = space.reserve(800, PATIENT);
        Waiting waiting = new Waiting(200);
        await().until(waiting::parked);

        running.close();
        running.close();

        waiting.done.get().close();
        space.reserve(900, Duration.ZERO).close();
    }

    @Test
    void seesWhatOthersRemoveFromTheDisk() throws Exception {
        space.reserve(800, PATIENT);
        Waiting waiting = new Waiting(200);
        await().until(waiting::parked);

        free.set(1_100);

        assertThat(waiting.done.get()).isNotNull();
    }

    @Test
    void waitingCanBeInterrupted() throws Exception {
        space.reserve(800, PATIENT);
        Waiting waiting = new Waiting(200);
        await().until(waiting::parked);

        waiting.thread.interrupt();

        assertThatThrownBy(waiting.done::get).hasCauseInstanceOf(InterruptedException.class);
    }

    @Test
    void tellsAFullDiskFromOtherTrouble() {
        IOException full = new IOException("No space left on device");
        assertThat(ScratchSpace.ranOut(new IllegalStateException("cannot write", full)))
                .isTrue();
        assertThat(ScratchSpace.ranOut(new FileSystemException("/s/a.mp4", null, "Disk quota exceeded")))
                .isTrue();
        assertThat(ScratchSpace.ranOut(new IOException("Input/output error"))).isFalse();
        assertThat(ScratchSpace.ranOut(new IllegalStateException("No space left on device")))
                .isFalse();
    }

    @Test
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void comesToAnEndWithCausesThatGoRoundInARing() {
        IOException one = new IOException("reset");
        IOException other = new IOException("closed", one);
        one.initCause(other);

        assertThat(ScratchSpace.ranOut(one)).isFalse();
    }

    /** A unit that asks for space on a thread of its own. */
    private final class Waiting {
        private final CompletableFuture<ScratchSpace.Reservation> done = new CompletableFuture<>();
        private final Thread thread;

        Waiting(long bytes) {
            thread = Thread.ofPlatform().daemon().start(() -> {
                try {
                    done.complete(space.reserve(bytes, PATIENT));
                } catch (Exception e) {
                    done.completeExceptionally(e);
                }
            });
        }

        boolean parked() {
            return thread.getState() == Thread.State.TIMED_WAITING;
        }
    }
}
