package dev.segue.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RisingTimesTest {
    @Test
    void aFrameWithTheTimeOfTheOneBeforeIsPutOneTickAfterIt() throws Exception {
        long[] times = {0, 79, 113, 146, 146, 213, 246};

        assertThat(RisingTimes.areRising(times)).isFalse();
        assertThat(RisingTimes.separate(times)).isOne();
        assertThat(times).containsExactly(0, 79, 113, 146, 147, 213, 246);
        assertThat(RisingTimes.areRising(times)).isTrue();
    }

    @Test
    void risingTimesStayAsTheyAre() throws Exception {
        long[] times = {-5, 0, 1, 2, 40};

        assertThat(RisingTimes.separate(times)).isZero();
        assertThat(times).containsExactly(-5, 0, 1, 2, 40);
    }

    @Test
    void timesThatGoBackAreNoOrder() {
        assertThatThrownBy(() -> RisingTimes.separate(new long[] {0, 40, 80, 20, 120}))
                .isInstanceOf(UnusableTimesException.class)
                .hasMessageContaining("back in time");
    }

    @Test
    void aStreamWhoseTimesAreMostlyTheSameHasNone() {
        assertThatThrownBy(() -> RisingTimes.separate(new long[] {0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3}))
                .isInstanceOf(UnusableTimesException.class)
                .hasMessageContaining("same time");
    }
}
