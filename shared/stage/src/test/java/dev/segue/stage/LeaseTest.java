package dev.segue.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LeaseTest {
    private static final Duration LOCK = Duration.ofSeconds(30);
    private static final long SECOND = 1_000_000_000;

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 20 * SECOND);
    private final Lease lease = new Lease(now::get);

    @Test
    void isNotHeldBeforeTheBrokerGaveIt() {
        assertThat(lease.held()).isFalse();
    }

    @Test
    void endsALittleBeforeTheBrokersLockEvenWhereTheClockOverflows() {
        lease.extend(now.get(), LOCK);
        now.addAndGet(26 * SECOND);
        assertThat(lease.held()).isTrue();
        lease.require();

        now.addAndGet(SECOND);

        assertThat(lease.held()).isFalse();
        assertThatThrownBy(lease::require).isInstanceOf(LeaseLostException.class);
    }

    @Test
    void isReckonedFromWhenTheRenewalWasAskedForAndNotFromItsAnswer() {
        long asked = now.get();
        now.addAndGet(28 * SECOND);

        lease.extend(asked, LOCK);

        assertThat(lease.held()).isFalse();
    }

    @Test
    void isNeverHeldAgainOnceItEnded() {
        lease.end();
        lease.extend(now.get(), LOCK);

        assertThat(lease.held()).isFalse();
    }

    @Test
    void isNotLostWhereNobodyElseCanGetTheWork() {
        Lease unlimited = Lease.unlimited();

        unlimited.require();
        assertThat(unlimited.held()).isTrue();
    }
}
