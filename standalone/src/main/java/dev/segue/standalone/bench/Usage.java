package dev.segue.standalone.bench;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one run took.
 *
 * @param childrenCpu of FFmpeg
 * @param ownCpu of this JVM without the measuring itself; nought for a run of FFmpeg alone
 * @param peakChildrenBytes the most memory that FFmpeg's processes held together, absent where the system does not tell
 * @param peakOwnBytes the most memory that this JVM held, absent where the system does not tell
 * @param peakScratchBytes the most that lay in the scratch folder
 */
public record Usage(
        Duration wall,
        Duration childrenCpu,
        Duration ownCpu,
        @Nullable Long peakChildrenBytes,
        @Nullable Long peakOwnBytes,
        long peakScratchBytes) {
    /** Processor time of both. */
    public Duration cpu() {
        return childrenCpu.plus(ownCpu);
    }

    /** Part of the processors' time that was used. */
    double utilisation(int cores) {
        return (double) cpu().toNanos() / (wall.toNanos() * cores);
    }

    /** The same, with a wall time that somebody else has measured. */
    public Usage withWall(Duration measured) {
        return new Usage(measured, childrenCpu, ownCpu, peakChildrenBytes, peakOwnBytes, peakScratchBytes);
    }

    Usage withoutOwnCpu() {
        return new Usage(wall, childrenCpu, Duration.ZERO, peakChildrenBytes, peakOwnBytes, peakScratchBytes);
    }
}
