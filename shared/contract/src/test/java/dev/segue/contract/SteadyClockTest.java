package dev.segue.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
    @Test
    void goesOnAsTheCounterDoesAndNeverLooksAtTheTimeAgain() {
        Instant begin = Instant.parse("2026-10-25T00:59:59Z");
        AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10);
        SteadyClock clock = new SteadyClock(begin, nanos::get);

        assertThat(clock.instant()).isEqualTo(begin);
        // The counter may begin anywhere and run over.
        nanos.addAndGet(Duration.ofHours(3).toNanos());

        assertThat(clock.instant()).isEqualTo(begin.plus(Duration.ofHours(3)));
    }

    @Test
    void meansTheSameToAllOfTheProcess() {
        Clock one = SteadyClock.ofProcess();

        assertThat(one).isSameAs(SteadyClock.ofProcess());
        assertThat(Duration.between(one.instant(), SteadyClock.ofProcess().instant()))
                .isBetween(Duration.ZERO, Duration.ofSeconds(5));
    }
}
