package dev.segue.splitter;

import dev.segue.contract.FrameTimes;
import dev.segue.contract.Rational;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a film is cut. Segment {@code k} begins with the first frame at or after {@code k} segment lengths from the first frame, and
 * key frames lie likewise within it, so that all renditions and all films of one profile are cut alike. Segments are grouped into
 * chunks. Pure: times in, chunks out.
 */
final class ChunkPlan {
    /** A last segment shorter than this is joined to the one before it: a player would request a handful of frames. */
    private static final int SHORTEST_LAST_MS = 500;

    private final long[] times;
    private final long end;
    private final long[] sourceKeys;
    private final long[] dependentKeys;
    private final Rational timeBase;

    /**
     * A film.
     *
     * @param times times of its frames, rising strictly
     * @param end when the last frame ends
     * @param sourceKeys times of the source's key frames, rising
     * @param dependentKeys those of them that need the group before to be decoded, rising
     */
    ChunkPlan(long[] times, long end, long[] sourceKeys, long[] dependentKeys, Rational timeBase) {
        if (times.length == 0 || end <= times[times.length - 1]) {
            throw new IllegalArgumentException("a film has at least one frame and ends after its last");
        }
        this.times = times.clone();
        this.end = end;
        this.sourceKeys = sourceKeys.clone();
        this.dependentKeys = dependentKeys.clone();
        this.timeBase = timeBase;
    }

    /**
     * One chunk; see {@link dev.segue.contract.Unit.VideoChunk} for the meaning of each part.
     */
    record Chunk(
            FrameTimes times,
            @Nullable Long seek,
            int firstSegment,
            List<Integer> segmentFrames,
            List<Integer> keyFrames) {}

    /** Zero of the output's timeline. */
    long origin() {
        return times[0];
    }

    long end() {
        return end;
    }

    /** The longest that two successive frames last: an encoder's two frames of reordering never need more. */
    long compositionOffset() {
        long longest = 0;
        for (int i = 0; i < times.length; i++) {
            long after = i + 2 < times.length ? times[i + 2] : end;
            longest = Math.max(longest, after - times[i]);
        }
        return longest;
    }

    /** How long the film is. */
    double seconds() {
        return seconds(end - origin());
    }

    /** Pictures that are shown in a second, on average. */
    double framesPerSecond() {
        return times.length / seconds();
    }

    /** The chunks in their order. */
    List<Chunk> chunks(int segmentMs, int gopMs, ChunkLength length) {
        int[] starts = segmentStarts(segmentMs);
        List<Chunk> chunks = new ArrayList<>();
        int from = 0;
        for (int size : sizes(starts, length)) {
            chunks.add(chunk(starts, from, from + size, gopMs));
            from += size;
        }
        return List.copyOf(chunks);
    }

    /** Tapered, unless key frames are so rare that far too much would be decoded in vain. */
    private List<Integer> sizes(int[] starts, ChunkLength length) {
        int segments = starts.length - 1;
        double segmentSeconds = seconds() / segments;
        double vain = Arrays.stream(starts, 0, segments)
                .mapToLong(this::inVain)
                .average()
                .orElse(0);
        ChunkLength.Range range = length.range(segments, segmentSeconds, seconds(vain));
        if (sourceKeys.length >= 2) {
            List<Integer> sizes = tapered(starts, range, length.slots());
            if (!length.isWasteful(seconds(inVain(starts, sizes)), seconds())) {
                return sizes;
            }
        }
        return even(segments, length.chunksWithoutSeek(segments, segmentSeconds, range.most()));
    }

    private long inVain(int[] starts, List<Integer> sizes) {
        long sum = 0;
        int from = 0;
        for (int size : sizes) {
            sum += inVain(starts[from]);
            from += size;
        }
        return sum;
    }

    /**
     * First a single segment, so that something can be watched soon; then chunks that get shorter towards the end, so that all slots
     * run out of work at nearly the same time. Each of these ends, among the places up to twice as far, where the next one has the
     * least to decode in vain.
     */
    private List<Integer> tapered(int[] starts, ChunkLength.Range range, int slots) {
        List<Integer> sizes = new ArrayList<>(List.of(1));
        int segments = starts.length - 1;
        // With hardly more segments than slots, a chunk of twice the length would be waited for.
        int stretch = segments > 2 * slots ? 2 : 1;
        int from = 1;
        while (from < segments) {
            int wished = Math.clamp(2L * (segments - from) / (3L * slots), range.least(), range.most());
            int to = Math.min(from + wished, segments);
            for (int other = to + 1; other <= Math.min(from + stretch * wished, segments - 1); other++) {
                if (inVain(starts[other]) < inVain(starts[to])) {
                    to = other;
                }
            }
            sizes.add(to - from);
            from = to;
        }
        return sizes;
    }

    /** How long the film is between the place to seek to and a frame, in ticks. */
    private long inVain(int frame) {
        Long seek = frame == 0 ? null : seek(times[frame]);
        return times[frame] - (seek == null ? origin() : seek);
    }

    /** Nearly equal, for a source of which every chunk costs decoding all that comes before it. */
    static List<Integer> even(int segments, int count) {
        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sizes.add((int) ((long) segments * (i + 1) / count - (long) segments * i / count));
        }
        return sizes;
    }

    private double seconds(double ticks) {
        return ticks * timeBase.toDouble();
    }

    /** Numbers of the frames with which segments begin, followed by the number of frames. */
    private int[] segmentStarts(int segmentMs) {
        int[] starts = gridFrames(0, times.length, segmentMs);
        int last = starts.length - 1;
        // A gap in the times longer than a segment makes no empty segment: the grid only begins segments that have a
        // frame.
        boolean stub =
                last > 0 && (end - times[starts[last]]) * timeBase.num() * 1_000 < SHORTEST_LAST_MS * timeBase.den();
        int count = stub ? last : last + 1;
        int[] result = Arrays.copyOf(starts, count + 1);
        result[count] = times.length;
        return result;
    }

    /** Numbers of the frames in {@code [from, to)} that are the first at or after a line of the grid over the whole film. */
    private int[] gridFrames(int from, int to, int stepMs) {
        TickGrid grid = new TickGrid(timeBase, stepMs);
        int[] frames = new int[16];
        int count = 0;
        int frame = from;
        while (frame < to) {
            if (count == frames.length) {
                frames = Arrays.copyOf(frames, count * 2);
            }
            frames[count++] = frame;
            long next = grid.at(times[frame] - origin()) + 1;
            int at = Arrays.binarySearch(times, frame + 1, to, origin() + grid.line(next));
            frame = at >= 0 ? at : -at - 1;
        }
        return Arrays.copyOf(frames, count);
    }

    private Chunk chunk(int[] starts, int fromSegment, int toSegment, int gopMs) {
        int from = starts[fromSegment];
        int to = starts[toSegment];
        List<Integer> segmentFrames = new ArrayList<>();
        List<Integer> keyFrames = new ArrayList<>();
        for (int segment = fromSegment; segment < toSegment; segment++) {
            segmentFrames.add(starts[segment + 1] - starts[segment]);
            for (int key : gridFrames(starts[segment], starts[segment + 1], gopMs)) {
                keyFrames.add(key - from);
            }
        }
        FrameTimes range = FrameTimes.of(times, from, to, to < times.length ? times[to] : end);
        return new Chunk(range, from == 0 ? null : seek(times[from]), fromSegment, segmentFrames, keyFrames);
    }

    /**
     * The last key frame at or before a time, or the one before it where that one alone is not enough. The first one needs no seek,
     * and where a seek aims a little too early on purpose it would aim before the film: in FLV it then lands near its end.
     */
    @Nullable
    Long seek(long time) {
        int at = Arrays.binarySearch(sourceKeys, time);
        int last = at >= 0 ? at : -at - 2;
        if (last >= 0 && Arrays.binarySearch(dependentKeys, sourceKeys[last]) >= 0) {
            last--;
        }
        return last > 0 ? sourceKeys[last] : null;
    }
}
