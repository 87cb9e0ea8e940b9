package dev.segue.media.ffmpeg;

import java.time.Duration;

/**
 * Notices a process that has not ended but does nothing: one that was stopped (SIGSTOP), waits for a lock that nobody gives back, or
 * hangs in the network or on a disk. What is at work uses processor time, be it ever so little on a busy machine; where the system
 * does not tell of that, nothing is noticed.
 *
 * <p>It counts how often it has looked and not the time, so that a process which was frozen together with this JVM is not blamed.
 */
final class StallWatch {
    private static final int LOOKS = 20;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Duration pause;
    private final long looks;
    private Duration last = Duration.ofNanos(-1);
    private long same;

    /** @param patience how long it may do nothing, zero for ever */
    StallWatch(Duration patience) {
        Duration part = patience.dividedBy(LOOKS);
        this.pause = patience.isZero() || part.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : part;
        this.looks = patience.isZero() ? Long.MAX_VALUE : patience.dividedBy(pause);
    }

    /** How long to wait before the next look, at most what is left. */
    Duration pause(Duration left) {
        return left.compareTo(pause) < 0 ? left : pause;
    }

    /**
     * Looks, and tells whether it has done nothing for too long.
     *
     * @param used the process's processor time so far
     */
    boolean stalled(Duration used) {
        same = used.equals(last) ? same + 1 : 0;
        last = used;
        return same >= looks;
    }
}
