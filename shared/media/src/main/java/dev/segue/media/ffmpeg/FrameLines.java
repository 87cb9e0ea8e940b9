package dev.segue.media.ffmpeg;

import dev.segue.contract.Rational;
import org.jspecify.annotations.Nullable;

/** Takes in FFmpeg's {@code framecrc}: {@code stream, dts, pts, duration, size, crc} a line after lines that begin with #. */
final class FrameLines {
    private static final String TIME_BASE = "#tb 0: ";

    private final LongList times = new LongList();
    private long lastDuration;
    private @Nullable Rational timeBase;

    void line(String line) {
        if (line.startsWith(TIME_BASE)) {
            String[] parts = line.substring(TIME_BASE.length()).strip().split("/", 2);
            timeBase = new Rational(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
        }
        if (line.startsWith("#")) {
            return;
        }
        String[] fields = line.split(",");
        if (fields.length < 4) {
            return;
        }
        times.add(Long.parseLong(fields[2].strip()));
        lastDuration = Long.parseLong(fields[3].strip());
    }

    /** In the order in which the frames came. */
    long[] times() {
        return times.values();
    }

    /** Seconds a tick, null where not even a header came. */
    @Nullable
    Rational timeBase() {
        return timeBase;
    }

    long lastDuration() {
        return lastDuration;
    }
}
