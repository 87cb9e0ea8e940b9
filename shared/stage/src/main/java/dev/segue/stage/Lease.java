package dev.segue.stage;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long a worker may take a record for its own. The broker gives a record to somebody else when its lock has ended, without
 * telling the worker that had it, which may have been frozen all the while. So the worker reckons by itself: from the moment it
 * <em>asked</em> for the lock, which is before the moment from which the broker reckons, and a little less than the lock's time.
 *
 * <p>The clock is {@link System#nanoTime}, which goes on while a process is stopped. It stands still while a whole machine sleeps;
 * that, and the instant between asking and doing, is why outputs also have names by identity and are never replaced.
 */
public final class Lease {
    /** Of the lock's time: clocks of two machines do not run alike, and what is asked for takes a moment to be done. */
    private static final int MARGIN = 10;

    private final LongSupplier nanoTime;
    private volatile long until;
    private volatile boolean ended;

    Lease(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.until = nanoTime.getAsLong();
    }

    /** For work that no broker hands out: it is never lost. */
    public static Lease unlimited() {
        Lease lease = new Lease(() -> 0);
        lease.until = Long.MAX_VALUE;
        return lease;
    }

    /** The broker took the worker's word, given at that time, that it goes on for another lock's time. */
    void extend(long askedAt, Duration lock) {
        until = askedAt + lock.toNanos() - lock.toNanos() / MARGIN;
    }

    /** The record is given back or known to be lost. */
    public void end() {
        ended = true;
    }

    /** Whether what is done now is still wanted from this worker. */
    public boolean held() {
        return !ended && until - nanoTime.getAsLong() > 0;
    }

    /**
     * To be asked before anything is done that others can see.
     *
     * @throws LeaseLostException when somebody else may be at the same work; let it pass
     */
    public void require() {
        if (!held()) {
            throw new LeaseLostException();
        }
    }
}
