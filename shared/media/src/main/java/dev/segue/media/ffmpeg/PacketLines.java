package dev.segue.media.ffmpeg;

/** Takes in ffprobe's packets, one a line as {@code pts=0|dts=0|duration=1|flags=K__}, in decode order. */
final class PacketLines {
    private final LongList times = new LongList();
    private final LongList keys = new LongList();
    private final LongList openKeys = new LongList();
    private long key = Long.MIN_VALUE;
    private boolean complete = true;
    private int count;
    private long last = Long.MIN_VALUE;
    private long lastDuration;

    void line(String line) {
        String flags = field(line, "flags=");
        // Side data of a packet stands on lines of its own; packets flagged D are left out by an edit list, yet needed
        // to seek to.
        if (flags.isEmpty()) {
            return;
        }
        String pts = field(line, "pts=");
        String dts = field(line, "dts=");
        boolean timed = isNumber(pts);
        if (flags.charAt(0) == 'K' && (timed || isNumber(dts))) {
            key = Long.parseLong(timed ? pts : dts);
            keys.add(key);
        } else if (timed && Long.parseLong(pts) < key) {
            // Shown before the key frame it comes after: it needs the group before.
            openKeys.add(key);
            key = Long.MIN_VALUE;
        }
        if (flags.indexOf('D') >= 0) {
            return;
        }
        count++;
        if (!timed) {
            complete = false;
            return;
        }
        long time = Long.parseLong(pts);
        times.add(time);
        if (time > last) {
            last = time;
            String duration = field(line, "duration=");
            lastDuration = isNumber(duration) ? Long.parseLong(duration) : 0;
        }
    }

    private static String field(String line, String name) {
        int at = line.startsWith(name) ? 0 : line.indexOf('|' + name) + 1;
        if (at == 0 && !line.startsWith(name)) {
            return "";
        }
        int from = at + name.length();
        int to = line.indexOf('|', from);
        return to < 0 ? line.substring(from) : line.substring(from, to);
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && !text.equals("N/A");
    }

    /** Whether every packet had a time. */
    boolean complete() {
        return complete;
    }

    int count() {
        return count;
    }

    long[] times() {
        return times.sorted();
    }

    long[] keyFrames() {
        return keys.sorted();
    }

    /** Key frames that are followed by frames shown before them, rising. */
    long[] openKeyFrames() {
        return openKeys.sorted();
    }

    /** Duration of the packet shown last, 0 where it has none. */
    long lastDuration() {
        return lastDuration;
    }
}
