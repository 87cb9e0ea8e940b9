package dev.segue.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HostGuardTest {
    @Test
    void takesItselfOutAfterDifferentJobsInARow() {
        HostGuard host = guard(Duration.ofMinutes(1));

        host.failed("video-a", "a", "ffmpeg-failed");
        host.failed("video-b", "b", "defect");
        assertThat(host.out()).isFalse();
        host.failed("video-c", "c", "ffmpeg-failed");

        assertThat(host.out()).isTrue();
        assertThat(host.admits(0)).isFalse();
        assertThat(host.trouble())
                .contains("host is out: 3 jobs in a row failed here, the last with ffmpeg-failed, since"
                        + " 2026-11-01T12:00:00Z");
    }

    @Test
    void holdsNothingAgainstTheHostThatOneJobFailsTimeAndAgain() {
        HostGuard host = guard(Duration.ofMinutes(1));

        for (int i = 0; i < 10; i++) {
            host.failed("video-a", "a", "ffmpeg-failed");
        }

        assertThat(host.out()).isFalse();
        assertThat(host.admits(1)).isTrue();
    }

    @Test
    void holdsNothingAgainstTheHostThatAllUnitsOfOneVideoFail() {
        HostGuard host = guard(Duration.ofMinutes(1));

        for (int i = 0; i < 100; i++) {
            host.failed("bad", "bad/" + i, "unit-frame-count");
        }
        assertThat(host.out()).isFalse();
        host.failed("another", "another/0", "unit-frame-count");

        assertThat(host.out()).isTrue();
    }

    @Test
    void beginsToCountAnewWhenAJobGoesWell() {
        HostGuard host = guard(Duration.ofMinutes(1));

        host.failed("video-a", "a", "ffmpeg-failed");
        host.failed("video-b", "b", "ffmpeg-failed");
        host.succeeded();
        host.failed("video-c", "c", "ffmpeg-failed");

        assertThat(host.out()).isFalse();
    }

    @Test
    void letsItsFirstSlotTryOneJobAfterThePauseAndIsBackWhenThatGoesWell() {
        HostGuard host = out(Duration.ofMillis(20));

        await().until(() -> host.admits(0));
        assertThat(host.admits(1)).isFalse();
        host.succeeded();

        assertThat(host.out()).isFalse();
        assertThat(host.admits(1)).isTrue();
        assertThat(host.trouble()).isEmpty();
    }

    @Test
    void waitsLongerAfterATrialThatFailed() {
        HostGuard host = out(Duration.ofMillis(200));
        long began = System.nanoTime();
        await().until(() -> host.admits(0));
        host.failed("video-d", "d", "ffmpeg-failed");
        long failed = System.nanoTime();

        assertThat(host.admits(0)).isFalse();
        await().until(() -> host.admits(0));

        // The first pause is 100 to 200 ms, the second one 200 to 400 ms.
        assertThat(System.nanoTime() - failed)
                .isGreaterThan(Duration.ofMillis(200).toNanos());
        assertThat(failed - began).isGreaterThan(Duration.ofMillis(50).toNanos());
    }

    @Test
    void takesNoJobForATrialThatBeganBefore() {
        HostGuard host = out(Duration.ofMillis(300));

        host.failed("video-d", "d", "ffmpeg-failed");

        await().atMost(Duration.ofMillis(600)).until(() -> host.admits(0));
    }

    private static HostGuard out(Duration pause) {
        HostGuard host = guard(pause);
        host.failed("video-a", "a", "ffmpeg-failed");
        host.failed("video-b", "b", "ffmpeg-failed");
        host.failed("video-c", "c", "ffmpeg-failed");
        return host;
    }

    private static HostGuard guard(Duration pause) {
        return new HostGuard(
                "encoder",
                3,
                new BackOff(pause, Duration.ofHours(1), new Random(1)),
                Clock.fixed(Instant.parse("2026-11-01T12:00:00Z"), ZoneOffset.UTC));
    }
}
