package dev.segue.ops.sharegroup;

import java.util.Map;
import java.util.TreeMap;

/** A set of offsets, which mostly lie side by side. */
public final class OffsetRanges {
    private final TreeMap<Long, Long> lastByFirst = new TreeMap<>();

    /** Adds all from the first to the last, both included. */
    void add(long first, long last) {
        long from = first;
        long to = last;
        Map.Entry<Long, Long> before = lastByFirst.floorEntry(first);
        if (before != null && before.getValue() >= first - 1) {
            from = before.getKey();
            to = Math.max(to, before.getValue());
        }
        Map.Entry<Long, Long> next;
        while ((next = lastByFirst.higherEntry(from)) != null && next.getKey() <= to + 1) {
            to = Math.max(to, next.getValue());
            lastByFirst.remove(next.getKey());
        }
        lastByFirst.put(from, to);
    }

    /** Whether it is one of them. */
    public boolean has(long offset) {
        Map.Entry<Long, Long> before = lastByFirst.floorEntry(offset);
        return before != null && before.getValue() >= offset;
    }

    /** How many of them lie in a stretch whose end is excluded. */
    public long count(long from, long end) {
        long count = 0;
        for (Map.Entry<Long, Long> range : lastByFirst.entrySet()) {
            count += Math.max(0, Math.min(range.getValue(), end - 1) - Math.max(range.getKey(), from) + 1);
        }
        return count;
    }

    void dropBelow(long offset) {
        boolean cut = has(offset - 1) && has(offset);
        long last = cut ? lastByFirst.floorEntry(offset).getValue() : 0;
        lastByFirst.headMap(offset, false).clear();
        if (cut) {
            lastByFirst.put(offset, last);
        }
    }

    void clear() {
        lastByFirst.clear();
    }
}
