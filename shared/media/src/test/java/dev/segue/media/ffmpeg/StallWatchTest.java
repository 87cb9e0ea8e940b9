package dev.segue.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StallWatchTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration USED = Duration.ofMillis(30);

    @Test
    void aMinuteWithoutProcessorTimeIsAStall() {
        StallWatch watch = new StallWatch(MINUTE);
        Duration waited = Duration.ZERO;
        boolean stalled = watch.stalled(USED);
        while (!stalled) {
            waited = waited.plus(watch.pause(MINUTE));
            stalled = watch.stalled(USED);
        }

        assertThat(waited).isEqualTo(MINUTE);
    }

    @Test
    void aLittleNowAndThenIsWork() {
        StallWatch watch = new StallWatch(MINUTE);

        assertThat(IntStream.range(0, 1_000).anyMatch(i -> watch.stalled(USED.plusMillis(i / 15 * 10L))))
                .isFalse();
    }

    @Test
    void oneThatHangsBeforeItHasDoneAnythingIsNoticedToo() {
        StallWatch watch = new StallWatch(MINUTE);

        assertThat(IntStream.range(0, 100).anyMatch(i -> watch.stalled(Duration.ZERO)))
                .isTrue();
    }

    @Test
    void withoutPatienceSetNothingIsBlamed() {
        StallWatch watch = new StallWatch(Duration.ZERO);

        assertThat(IntStream.range(0, 1_000).anyMatch(i -> watch.stalled(USED))).isFalse();
        assertThat(watch.pause(Duration.ofMillis(7))).isEqualTo(Duration.ofMillis(7));
    }
}
