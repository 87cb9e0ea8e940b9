package dev.segue.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackOffTest {
    private final BackOff backOff = new BackOff(Duration.ofSeconds(1), Duration.ofSeconds(30), new Random(1));

    @Test
    void doublesWithARandomHalfUpToTheLongest() {
        assertThat(backOff.after(1)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
        assertThat(backOff.after(3)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
        assertThat(backOff.after(6)).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
        assertThat(backOff.after(1_000_000)).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
    }

    @Test
    void keepsThoseWhoFailedTogetherApart() {
        assertThat(java.util.stream.IntStream.range(0, 50)
                        .mapToObj(i -> backOff.after(4))
                        .distinct())
                .hasSizeGreaterThan(40);
    }
}
