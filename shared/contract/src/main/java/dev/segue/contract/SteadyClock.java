package dev.segue.contract;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * A clock that nobody can set: it begins with the system's time and from then on counts by {@link System#nanoTime}. Deadlines are
 * given and judged by it, so that work is neither stopped early nor left to run for ever when the system's clock is put right. What
 * it says may differ from the time of day by as much; never show or store it.
 */
public final class SteadyClock extends Clock {
    private static final SteadyClock OF_PROCESS = new SteadyClock(Instant.now(), System::nanoTime);

    private final Instant begin;
    private final LongSupplier nanos;
    private final long nanosAtBegin;

    SteadyClock(Instant begin, LongSupplier nanos) {
        this.begin = begin;
        this.nanos = nanos;
        this.nanosAtBegin = nanos.getAsLong();
    }

    /** The one of this process. An instant means the same to all who use it. */
    public static Clock ofProcess() {
        return OF_PROCESS;
    }

    @Override
    public Instant instant() {
        return begin.plus(Duration.ofNanos(nanos.getAsLong() - nanosAtBegin));
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /** Instants have no zone, so there is no other one to have. */
    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
