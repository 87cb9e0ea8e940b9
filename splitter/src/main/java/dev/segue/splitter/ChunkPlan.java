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
 * chunks of nearly equal numbers of segments. Pure: times in, chunks out.
 */
final class ChunkPlan {
    /** A last segment shorter than this is joined to the one before it: a player would request a handful of frames. */
    private static final int SHORTEST_LAST_MS = 500;

    /** Where nothing can be seeked to, each chunk decodes the film from its start: with eight, four and a half times in all. */
    private static final int CHUNKS_WITHOUT_SEEK = 8;

    /** A chunk is at most this part of what is left. */
    private static final int TAPER = 3;

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

    /** The length of a chunk to aim at: the one wished for, or longer where chunks cannot be reached by seeking. */
    int chunkMs(int wished) {
        if (sourceKeys.length >= 2) {
            return wished;
        }
        long film = timeBase.rescale(end - origin(), 1_000);
        return (int) Math.max(wished, film / CHUNKS_WITHOUT_SEEK);
    }

    /** The chunks in their order. */
    List<Chunk> chunks(int segmentMs, int gopMs, int chunkMs) {
        int[] starts = segmentStarts(segmentMs);
        int most = Math.max(1, chunkMs / segmentMs);
        List<Chunk> chunks = new ArrayList<>();
        int from = 0;
        for (int size : sizes(starts, most)) {
            chunks.add(chunk(starts, from, from + size, gopMs));
            from += size;
        }
        return List.copyOf(chunks);
    }

    /** Tapered, unless key frames are so rare that this would decode more than two films' length in vain. */
    private List<Integer> sizes(int[] starts, int most) {
        if (sourceKeys.length < 2) {
            return even(starts.length - 1, most);
        }
        List<Integer> sizes = tapered(starts, most);
        long inVain = 0;
        int from = 0;
        for (int size : sizes) {
            inVain += inVain(starts[from]);
            from += size;
        }
        int longer = Math.max(most, (starts.length - 1 + CHUNKS_WITHOUT_SEEK - 1) / CHUNKS_WITHOUT_SEEK);
        return inVain > 2 * (end - origin()) ? even(starts.length - 1, longer) : sizes;
    }

    /**
     * Chunks that get shorter towards the end, down to one segment: whatever number of slots there is, they run out of work at
     * nearly the same time. Each ends, among the places up to twice as far, where the next one has the least to decode in vain.
     */
    private List<Integer> tapered(int[] starts, int most) {
        List<Integer> sizes = new ArrayList<>();
        int segments = starts.length - 1;
        int from = 0;
        while (from < segments) {
            int wished = Math.clamp((segments - from) / TAPER, 1, most);
            int to = Math.min(from + wished, segments);
            for (int other = to + 1; other <= Math.min(from + 2 * wished, segments - 1); other++) {
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

    /** As few as possible and nearly equal, for a source of which every chunk costs decoding all that comes before it. */
    static List<Integer> even(int segments, int most) {
        int count = Math.min(segments, Math.max(2, (segments + most - 1) / most));
        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sizes.add((int) ((long) segments * (i + 1) / count - (long) segments * i / count));
        }
        return sizes;
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

    /** The last key frame at or before a time, or the one before it where that one alone is not enough. */
    @Nullable
    Long seek(long time) {
        int at = Arrays.binarySearch(sourceKeys, time);
        int last = at >= 0 ? at : -at - 2;
        if (last >= 0 && Arrays.binarySearch(dependentKeys, sourceKeys[last]) >= 0) {
            last--;
        }
        return last >= 0 ? sourceKeys[last] : null;
    }
}
