package dev.segue.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.contract.FrameTimes.Run;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class FrameTimesTest {
    @Test
    void constantFrameRateIsOneRun() {
        long[] times =
                IntStream.range(0, 90_000).mapToLong(i -> -512 + 512L * i).toArray();

        FrameTimes run = FrameTimes.of(times, 0, times.length, -512 + 512L * 90_000);

        assertThat(run).isEqualTo(new FrameTimes(-512, List.of(new Run(512, 90_000))));
        assertThat(run.count()).isEqualTo(90_000);
        assertThat(run.end()).isEqualTo(512L * 89_999);
    }

    @Test
    void theLastFrameLastsUntilTheEnd() {
        assertThat(FrameTimes.of(new long[] {0, 40, 80}, 0, 3, 90))
                .isEqualTo(new FrameTimes(0, List.of(new Run(40, 2), new Run(10, 1))));
        assertThat(FrameTimes.of(new long[] {0, 40, 80, 120}, 1, 3, 120))
                .isEqualTo(new FrameTimes(40, List.of(new Run(40, 2))));
    }

    @Test
    void boundariesAreTheTimesAndTheEnd() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            long[] times = new long[1 + random.nextInt(40)];
            long time = random.nextInt(2_000) - 1_000;
            for (int i = 0; i < times.length; i++) {
                times[i] = time;
                time += 1 + random.nextInt(3);
            }

            long[] boundaries = FrameTimes.of(times, 0, times.length, time).boundaries();

            assertThat(Arrays.copyOf(boundaries, times.length)).isEqualTo(times);
            assertThat(boundaries[times.length]).isEqualTo(time);
        }
    }

    @Test
    void timesMustRiseAndThereMustBeSome() {
        assertThatThrownBy(() -> FrameTimes.of(new long[] {0, 40, 40}, 0, 3, 80))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("duration must be at least 1 but is 0");
        assertThatThrownBy(() -> FrameTimes.of(new long[] {0, 40}, 0, 2, 39))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("duration must be at least 1 but is -1");
        assertThatThrownBy(() -> FrameTimes.of(new long[] {0}, 1, 1, 40))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there must be at least one frame");
    }
}
