package dev.segue.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.stage.RetryPolicy.Decision;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
    private static final Optional<String> FIRST_HOST = Optional.empty();

    private final RetryPolicy policy =
            new RetryPolicy(3, new BackOff(Duration.ofSeconds(1), Duration.ofSeconds(30), new Random(1)));

    @Test
    void triesAgainWhatMayPass() {
        assertThat(policy.after(passing("ffmpeg-failed"), 2, false, FIRST_HOST))
                .isInstanceOfSatisfying(Decision.Again.class, again -> {
                    assertThat(again.failure().code()).isEqualTo("ffmpeg-failed");
                    assertThat(again.pause()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
                });
    }

    @Test
    void waitsForADeadDependencyHoweverOftenItWasTried() {
        assertThat(policy.after(passing("store-unavailable"), 3, true, FIRST_HOST))
                .isEqualTo(new Decision.Wait());
    }

    @Test
    void leavesToAnotherHostWhatThisOneCannotDo() {
        assertThat(policy.after(passing("ffmpeg-failed"), 3, false, FIRST_HOST)).isInstanceOf(Decision.HandOver.class);
        assertThat(policy.after(Failure.of(new OutOfMemoryError("heap")), 1, false, FIRST_HOST))
                .isInstanceOfSatisfying(Decision.HandOver.class, over -> {
                    assertThat(over.failure().code()).isEqualTo("defect");
                    assertThat(over.failure().errorClass()).isEqualTo("java.lang.OutOfMemoryError");
                });
    }

    @Test
    void condemnsWhatFailsInTheSameWayOnTwoHosts() {
        assertThat(policy.after(passing("ffmpeg-failed"), 1, false, Optional.of("ffmpeg-failed")))
                .isInstanceOfSatisfying(
                        Decision.GiveUp.class,
                        giveUp -> assertThat(giveUp.failure().kind()).isEqualTo(Failure.Kind.TRANSIENT));
    }

    @Test
    void triesWhatFailsInAnotherWayAsOftenAsOnTheFirstHostAndThenGivesItUp() {
        assertThat(policy.after(passing("unit-frame-count"), 2, false, Optional.of("ffmpeg-failed")))
                .isInstanceOf(Decision.Again.class);
        assertThat(policy.after(passing("unit-frame-count"), 3, false, Optional.of("ffmpeg-failed")))
                .isInstanceOf(Decision.GiveUp.class);
    }

    @Test
    void givesUpWhereADependencyFailsOneJobAloneSinceOtherHostsReachTheSame() {
        assertThat(policy.after(passing("store-unavailable"), 1, false, Optional.of("store-unavailable")))
                .isInstanceOf(Decision.Again.class);
        assertThat(policy.after(passing("store-unavailable"), 3, false, FIRST_HOST))
                .isInstanceOf(Decision.GiveUp.class);
    }

    @Test
    void leavesToAnotherHostWhatTheDiskOfThisOneHasNoRoomFor() {
        assertThat(policy.after(passing("disk-full"), 3, false, FIRST_HOST)).isInstanceOf(Decision.HandOver.class);
        assertThat(policy.after(passing("disk-full"), 3, false, Optional.of("disk-full")))
                .isInstanceOf(Decision.GiveUp.class);
    }

    @Test
    void afterALongWaitLetsAnotherHostTry() {
        assertThat(policy.afterWaiting(passing("store-unavailable"), false, FIRST_HOST, true))
                .isInstanceOf(Decision.HandOver.class);
        assertThat(policy.afterWaiting(passing("store-unavailable"), true, FIRST_HOST, true))
                .isInstanceOf(Decision.HandOver.class);
    }

    @Test
    void afterALongWaitGivesUpOnlyWhatAloneBlamesTheDependency() {
        assertThat(policy.afterWaiting(passing("store-unavailable"), true, FIRST_HOST, false))
                .isInstanceOf(Decision.GiveUp.class);
        assertThat(policy.afterWaiting(passing("store-unavailable"), true, Optional.of("store-unavailable"), true))
                .isInstanceOf(Decision.GiveUp.class);
        assertThat(policy.afterWaiting(passing("store-unavailable"), false, FIRST_HOST, false))
                .isEqualTo(new Decision.Wait());
        assertThat(policy.afterWaiting(passing("kafka-unavailable"), true, FIRST_HOST, true))
                .isEqualTo(new Decision.Wait());
    }

    private static Failure passing(String code) {
        return Failure.of(new TransientFailure(code, "as it goes"));
    }
}
