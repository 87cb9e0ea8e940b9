package dev.segue.splitter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.contract.Rational;
import org.junit.jupiter.api.Test;

class TickGridTest {
    @Test
    void aLineBetweenTwoTicksCountsFromTheLaterOne() {
        TickGrid grid = new TickGrid(new Rational(1001, 24000), 2_000);

        // 2 s are 47.95 frames of 1001/24000 s.
        assertThat(grid.line(1)).isEqualTo(48);
        assertThat(grid.line(2)).isEqualTo(96);
        assertThat(grid.line(25)).isEqualTo(1199);
    }

    @Test
    void aTickOnALineBelongsToIt() {
        TickGrid grid = new TickGrid(new Rational(1, 90_000), 4_000);

        assertThat(grid.at(359_999)).isZero();
        assertThat(grid.at(360_000)).isEqualTo(1);
        assertThat(grid.line(1)).isEqualTo(360_000);
    }

    @Test
    void aDayInNanosecondsDoesNotOverflow() {
        TickGrid grid = new TickGrid(new Rational(1, 1_000_000_000), 2_000);
        long day = 86_400L * 1_000_000_000L;

        assertThat(grid.at(day)).isEqualTo(43_200);
        assertThat(grid.line(43_200)).isEqualTo(day);
    }
}
