package dev.segue.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
    private final RetryPolicy policy =
            new RetryPolicy(3, new BackOff(Duration.ofSeconds(1), Duration.ofSeconds(30), new Random(1)));

    @Test
    void triesAgainWhatMayPass() {
        assertThat(policy.after(new TransientFailure("store-unavailable", "503"), 2))
                .isInstanceOfSatisfying(RetryPolicy.Decision.Again.class, again -> {
                    assertThat(again.failure().code()).isEqualTo("store-unavailable");
                    assertThat(again.pause()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
                });
    }

    @Test
    void givesUpAfterTheLastAttempt() {
        assertThat(policy.after(new TransientFailure("store-unavailable", "503"), 3))
                .isInstanceOfSatisfying(
                        RetryPolicy.Decision.GiveUp.class,
                        giveUp -> assertThat(giveUp.failure().kind()).isEqualTo(Failure.Kind.TRANSIENT));
    }

    @Test
    void givesUpOnADefectAtOnce() {
        assertThat(policy.after(new OutOfMemoryError("heap"), 1))
                .isInstanceOfSatisfying(RetryPolicy.Decision.GiveUp.class, giveUp -> {
                    assertThat(giveUp.failure().code()).isEqualTo("defect");
                    assertThat(giveUp.failure().errorClass()).isEqualTo("java.lang.OutOfMemoryError");
                });
    }
}
