package dev.segue.media.ffmpeg;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

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

    private final ProcessHandle root;
    private final long pauseMs;
    private final long looks;
    private Duration last = Duration.ofNanos(-1);
    private long same;

    /** @param patience how long it may do nothing, zero for ever */
    StallWatch(ProcessHandle root, Duration patience) {
        this.root = root;
        long wanted = patience.isZero() ? LONGEST_PAUSE.toMillis() : Math.max(1, patience.toMillis() / LOOKS);
        this.pauseMs = Math.min(wanted, LONGEST_PAUSE.toMillis());
        this.looks = patience.isZero() ? Long.MAX_VALUE : Math.ceilDiv(patience.toMillis(), pauseMs);
    }

    /** How long to wait before the next look. */
    long pauseMs() {
        return pauseMs;
    }

    /** Looks, and tells whether it has done nothing for too long. */
    boolean stalled() {
        Optional<Duration> used = processorTime();
        if (used.isEmpty() || !used.get().equals(last)) {
            last = used.orElse(last);
            same = 0;
        } else {
            same++;
        }
        return same >= looks;
    }

    /** Within a sandbox FFmpeg is a descendant of what was started. */
    private Optional<Duration> processorTime() {
        return Stream.concat(Stream.of(root), root.descendants())
                .flatMap(process -> process.info().totalCpuDuration().stream())
                .reduce(Duration::plus);
    }
}
