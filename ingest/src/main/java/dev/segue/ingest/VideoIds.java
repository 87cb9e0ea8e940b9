package dev.segue.ingest;

import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Ids for videos that come without one: UUIDs of version 7 (RFC 9562, 5.7), which sort by the time they were made at. The 12 bits
 * after the milliseconds hold the fraction of the millisecond (6.2, method 3), and one is added where two ids would be made in the
 * same fraction, so ids of one generator always rise.
 */
final class VideoIds {
    private static final int FRACTION_BITS = 12;
    private static final int FRACTION = 1 << FRACTION_BITS;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long VERSION = 7L << 12;
    private static final long VARIANT = 1L << 63;

    private final Clock clock;
    private final RandomGenerator random;
    private final AtomicLong last = new AtomicLong();

    VideoIds(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    String next() {
        Instant now = clock.instant();
        long fraction = now.getNano() % NANOS_PER_MILLI * FRACTION / NANOS_PER_MILLI;
        long ticks = now.toEpochMilli() << FRACTION_BITS | fraction;
        long tick = last.updateAndGet(before -> Math.max(before + 1, ticks));
        long most = tick >>> FRACTION_BITS << 16 | VERSION | tick & FRACTION - 1;
        long least = random.nextLong() >>> 2 | VARIANT;
        return new UUID(most, least).toString();
    }
}
