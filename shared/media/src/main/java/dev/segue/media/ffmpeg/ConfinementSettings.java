package dev.segue.media.ffmpeg;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What FFmpeg may reach and use up ({@code segue.ffmpeg}).
 *
 * @param sandbox whether FFmpeg sees its scratch folder and its own files only: {@code auto} where the machine lets us, {@code
 *     required} to start nothing without, {@code off}
 * @param memoryLimit bytes of memory one FFmpeg may have, 0 for no limit
 * @param fileLimit bytes the largest file may have that FFmpeg writes, 0 for no limit
 * @param cpuLimit processors one FFmpeg may keep busy where it runs in a control group of its own, 0 for no limit
 * @param stallTimeout how long one FFmpeg may use no processor time at all before it is stopped, 0 for ever; longer than it waits for
 *     the store, which is half a minute
 */
@ConfigurationProperties("segue.ffmpeg")
public record ConfinementSettings(
        @Bindable(defaultValue = "auto") Wanted sandbox,
        @Bindable(defaultValue = "6442450944") long memoryLimit,
        @Bindable(defaultValue = "17179869184") long fileLimit,
        @Bindable(defaultValue = "0") int cpuLimit,
        @Bindable(defaultValue = "PT1M") Duration stallTimeout) {
    /** FFmpeg does not even start with less. */
    private static final long LEAST_MEMORY = 64L << 20;

    private static final long SMALLEST_FILE = 1L << 20;

    private static final Duration SHORTEST_STALL = Duration.ofSeconds(1);

    /** FFmpeg makes some ten for each output and a few for each processor. */
    private static final String MOST_THREADS = "2048";

    /** The kernel's own. */
    private static final long PERIOD_US = 100_000;

    /** Whether there must be a sandbox. */
    public enum Wanted {
        AUTO,
        REQUIRED,
        OFF
    }

    public ConfinementSettings {
        require("memory-limit", memoryLimit, LEAST_MEMORY);
        require("file-limit", fileLimit, SMALLEST_FILE);
        require("cpu-limit", cpuLimit, 1);
        if (stallTimeout.isNegative() || (!stallTimeout.isZero() && stallTimeout.compareTo(SHORTEST_STALL) < 0)) {
            throw new IllegalArgumentException(
                    "segue.ffmpeg.stall-timeout must be 0 or at least " + SHORTEST_STALL + " but is " + stallTimeout);
        }
    }

    /** The limits of a process's own control group, by file. Swapping would only make running out of memory slow. */
    Map<String, String> controlGroup() {
        Map<String, String> values = new HashMap<>();
        if (memoryLimit > 0) {
            values.put("memory.max", String.valueOf(memoryLimit));
            values.put("memory.swap.max", "0");
            values.put("memory.oom.group", "1");
            values.put("pids.max", MOST_THREADS);
        }
        if (cpuLimit > 0) {
            values.put("cpu.max", cpuLimit * PERIOD_US + " " + PERIOD_US);
        }
        return values;
    }

    private static void require(String key, long value, long least) {
        if (value != 0 && value < least) {
            throw new IllegalArgumentException(
                    "segue.ffmpeg." + key + " must be 0 or at least " + least + " but is " + value);
        }
    }
}
