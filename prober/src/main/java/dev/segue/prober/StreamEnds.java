package dev.segue.prober;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes in packets, {@code stream_index=0|pts=0|dts=0|duration=1|flags=K__} a line, and keeps where each stream ends. */
final class StreamEnds {
    /**
     * How far a stream's packets reach.
     *
     * @param first smallest time seen, in ticks
     * @param end when the packet shown last ends, in ticks
     * @param packets how many there were
     */
    record End(long first, long end, long packets) {}

    private final Map<Integer, Long> firsts = new HashMap<>();
    private final Map<Integer, Long> lasts = new HashMap<>();
    private final Map<Integer, Long> durations = new HashMap<>();
    private final Map<Integer, Long> packets = new HashMap<>();

    void line(String line) {
        Integer stream = null;
        Long time = null;
        long duration = 0;
        for (String field : line.split("\\|")) {
            int equals = field.indexOf('=');
            String value = field.substring(equals + 1);
            switch (field.substring(0, Math.max(0, equals))) {
                case "stream_index" -> stream = Integer.valueOf(value);
                case "pts" -> time = value.equals("N/A") ? null : Long.valueOf(value);
                // Comes after pts: stands in where a packet has no time of its own.
                case "dts" -> time = time == null && !value.equals("N/A") ? Long.valueOf(value) : time;
                case "duration" -> duration = value.equals("N/A") ? 0 : Long.parseLong(value);
                case "flags" -> time = value.indexOf('D') >= 0 ? null : time;
                default -> {
                    // Lines of side data have other fields.
                }
            }
        }
        if (stream == null) {
            return;
        }
        packets.merge(stream, 1L, Long::sum);
        if (time == null) {
            return;
        }
        firsts.merge(stream, time, Math::min);
        Long last = lasts.get(stream);
        if (last == null || time > last) {
            lasts.put(stream, time);
            durations.put(stream, duration > 0 ? duration : last == null ? 0 : time - last);
        }
    }

    @Nullable
    End of(int stream) {
        Long last = lasts.get(stream);
        Long first = firsts.get(stream);
        return last == null || first == null
                ? null
                : new End(first, last + durations.getOrDefault(stream, 0L), packets.getOrDefault(stream, 0L));
    }
}
