package dev.segue.media.ffmpeg;

import java.util.Arrays;

/** A growing array of numbers; a list of boxed ones takes three times the memory for a long film. */
final class LongList {
    private long[] values = new long[4_096];
    private int size;

    void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size + size / 2);
        }
        values[size++] = value;
    }

    int size() {
        return size;
    }

    /** The values in rising order. */
    long[] sorted() {
        long[] sorted = Arrays.copyOf(values, size);
        Arrays.sort(sorted);
        return sorted;
    }

    /** The values in the order in which they came. */
    long[] values() {
        return Arrays.copyOf(values, size);
    }
}
