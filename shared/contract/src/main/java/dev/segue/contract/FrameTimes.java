package dev.segue.contract;

import java.util.ArrayList;
import java.util.List;

/**
 * The exact presentation times of a run of frames, in ticks of their stream's time base, as run lengths: a film of constant
 * frame rate is one run however long it is.
 *
 * @param start time of the first frame
 * @param runs distances from each frame to the next; the last one is how long the last frame is shown
 */
public record FrameTimes(long start, List<Run> runs) {
    public FrameTimes {
        runs = Require.filled("runs", runs);
    }

    /** {@code count} frames shown for {@code duration} ticks each. */
    public record Run(long duration, int count) {
        public Run {
            Require.atLeast("duration", duration, 1);
            Require.atLeast("count", count, 1);
        }
    }

    /**
     * From the times of frames and the time at which the last one ends.
     *
     * @throws IllegalArgumentException when they do not rise
     */
    public static FrameTimes of(long[] times, int from, int to, long end) {
        if (from >= to) {
            throw new IllegalArgumentException("there must be at least one frame");
        }
        List<Run> runs = new ArrayList<>();
        long duration = -1;
        int count = 0;
        for (int i = from; i < to; i++) {
            long next = (i + 1 < to ? times[i + 1] : end) - times[i];
            if (next != duration && count > 0) {
                runs.add(new Run(duration, count));
                count = 0;
            }
            duration = next;
            count++;
        }
        if (count > 0) {
            runs.add(new Run(duration, count));
        }
        return new FrameTimes(times[from], runs);
    }

    /** How many frames there are. */
    public int count() {
        return runs.stream().mapToInt(Run::count).sum();
    }

    /** The time at which the last frame ends. */
    public long end() {
        return start + runs.stream().mapToLong(r -> r.duration() * r.count()).sum();
    }

    /** The times of all frames followed by {@link #end()}: {@code count() + 1} values. */
    public long[] boundaries() {
        long[] times = new long[count() + 1];
        long time = start;
        int i = 0;
        for (Run run : runs) {
            for (int k = 0; k < run.count(); k++) {
                times[i++] = time;
                time += run.duration();
            }
        }
        times[i] = time;
        return times;
    }
}
