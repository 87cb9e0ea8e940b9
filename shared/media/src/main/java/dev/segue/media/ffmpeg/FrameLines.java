package dev.segue.media.ffmpeg;

/** Takes in FFmpeg's {@code framecrc}: {@code stream, dts, pts, duration, size, crc} a line after lines that begin with #. */
final class FrameLines {
    private final LongList times = new LongList();
    private long lastDuration;

    void line(String line) {
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

    long lastDuration() {
        return lastDuration;
    }
}
