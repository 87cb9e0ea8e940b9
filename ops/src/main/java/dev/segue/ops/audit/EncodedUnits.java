package dev.segue.ops.audit;

import dev.segue.contract.Segment;
import dev.segue.contract.SegmentEncoded;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What {@code segment-encoded} said of one rendition: 24 bytes a unit, however many segments it has. */
final class EncodedUnits {
    private final String track;
    private int[] first = {};
    private int[] segments = {};
    private long[] frames = {};
    private long[] digests = {};
    /** Units that were stated with different facts: which of them counted, the rendition tells. */
    private final Map<Integer, List<Long>> others = new HashMap<>(0);

    EncodedUnits(String track) {
        this.track = track;
    }

    String track() {
        return track;
    }

    void add(int unit, SegmentEncoded.Output output) {
        grow(unit + 1);
        List<Segment> made = output.segments();
        long digest = Digest64.of(output.init(), made);
        if (has(unit) && digests[unit] != digest) {
            others.computeIfAbsent(unit, u -> new ArrayList<>(1)).add(digests[unit]);
        }
        first[unit] = made.getFirst().number();
        segments[unit] = made.size();
        frames[unit] = output.frames();
        digests[unit] = digest;
    }

    boolean has(int unit) {
        return unit < segments.length && segments[unit] > 0;
    }

    /** Number of the unit's first segment. */
    int first(int unit) {
        return first[unit];
    }

    /** How many segments the unit has. */
    int segments(int unit) {
        return segments[unit];
    }

    long frames() {
        return Arrays.stream(frames).sum();
    }

    /** Whether it was ever said that the unit is this. */
    boolean wasSaid(int unit, long digest) {
        return digests[unit] == digest || others.getOrDefault(unit, List.of()).contains(digest);
    }

    private void grow(int units) {
        if (units > segments.length) {
            int room = Math.max(units, segments.length * 2);
            first = Arrays.copyOf(first, room);
            segments = Arrays.copyOf(segments, room);
            frames = Arrays.copyOf(frames, room);
            digests = Arrays.copyOf(digests, room);
        }
    }
}
