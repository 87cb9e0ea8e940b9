package dev.segue.standalone.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SkewedJobsTest {
    private static SkewedJobs seconds(long... seconds) {
        return new SkewedJobs(
                java.util.Arrays.stream(seconds).mapToObj(Duration::ofSeconds).toList());
    }

    @Test
    void areTheSameEachTimeAndKeepEightSlotsBusyForTenSeconds() {
        SkewedJobs jobs = SkewedJobs.of(120);

        assertThat(jobs).isEqualTo(SkewedJobs.of(120));
        assertThat(jobs.durations()).hasSize(120);
        assertThat(jobs.ideal(8)).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(11));
    }

    @Test
    void noScheduleBeatsTheLongestJob() {
        assertThat(seconds(9, 1, 1, 1).ideal(4)).isEqualTo(Duration.ofSeconds(9));
        assertThat(seconds(3, 3, 3, 3).ideal(2)).isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void aQueueHandsTheNextJobToTheFirstFreeSlot() {
        assertThat(seconds(1, 1, 5).handedOut(2)).isEqualTo(Duration.ofSeconds(6));
        assertThat(seconds(5, 1, 1).handedOut(2)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void percentilesAreMeasuredValues() {
        List<Duration> hundred = java.util.stream.LongStream.rangeClosed(1, 100)
                .mapToObj(Duration::ofMillis)
                .toList();

        Latencies latencies = Latencies.of(hundred.reversed());

        assertThat(latencies.p50()).isEqualTo(Duration.ofMillis(50));
        assertThat(latencies.p99()).isEqualTo(Duration.ofMillis(99));
        assertThat(Latencies.of(List.of(Duration.ofMillis(3))).p99()).isEqualTo(Duration.ofMillis(3));
    }
}
