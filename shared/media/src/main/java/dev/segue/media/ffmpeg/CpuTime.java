package dev.segue.media.ffmpeg;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The processor time of a process and those it has started. Java does not tell what a process that has ended used, so it is looked
 * at while it runs: what comes after the last look is missing, at most {@link #LOOK_MS} on each processor.
 */
final class CpuTime {
    private static final long LOOK_MS = 50;

    /** To the first look, and from then on twice as long each time: what ends soon is seen, too. */
    private static final long FIRST_LOOK_MS = 5;

    private final Map<ProcessHandle, Duration> used = new ConcurrentHashMap<>();
    private long looks;
    private boolean told;

    /**
     * Waits for a process to end, and looks at it meanwhile.
     *
     * @return whether it has ended
     */
    boolean await(Process process, Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        long pause = FIRST_LOOK_MS;
        for (long left = atMost.toNanos(); left > 0; left = end - System.nanoTime()) {
            if (process.waitFor(Math.min(left, TimeUnit.MILLISECONDS.toNanos(pause)), TimeUnit.NANOSECONDS)) {
                return true;
            }
            look(process);
            pause = Math.min(2 * pause, LOOK_MS);
        }
        return false;
    }

    private void look(Process process) {
        // Finding descendants walks over all processes of the machine. A sandbox has started FFmpeg by the first looks,
        // and
        // FFmpeg starts nobody, so it is done ever less often.
        if (Long.bitCount(++looks) == 1) {
            used.putIfAbsent(process.toHandle(), Duration.ZERO);
            process.descendants().forEach(p -> used.putIfAbsent(p, Duration.ZERO));
        }
        used.replaceAll((p, before) -> {
            Optional<Duration> now = p.info().totalCpuDuration();
            told |= now.isPresent();
            return now.orElse(before);
        });
    }

    /** Whether the system tells of it at all. */
    boolean isTold() {
        return told;
    }

    /** What was seen so far. */
    Duration total() {
        return used.values().stream().reduce(Duration.ZERO, Duration::plus);
    }
}
