package dev.segue.splitter;

import dev.segue.contract.FrameTimes;
import dev.segue.contract.Rational;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Which moments of a film its rungs are tried on: spread evenly, beginning with key frames of the source, so that nothing is decoded
 * in vain. Pure.
 */
final class SampleMoments {
    /**
     * A second that is tried is encoded twice and compared twice, which costs as much as three to encode: so that is a tenth of the
     * film's own encode.
     */
    private static final int FILM_TO_SAMPLES = 30;

    /** Less says nothing, so that a film of less than half a minute costs more than a tenth. */
    private static final int SHORTEST_MS = 1_000;

    private static final int LONGEST_MS = 2_000;
    private static final int FEW = 3;

    /** In one excerpt, at 120 frames a second. */
    static final int MOST_FRAMES = 120 * LONGEST_MS / 1_000;

    /** More would tell nothing new of a film of any length. */
    private static final int MOST = 10;

    /** Where nothing can be seeked to, each try decodes the film from its start. */
    private static final int WITHOUT_SEEK_MS = 30_000;

    /** Where in its part of the film a moment may lie, in quarters, the best place first. */
    private static final int[] QUARTERS = {2, 1, 3};

    private final long[] times;
    private final long end;
    private final long[] keys;
    private final LongFunction<@Nullable Long> seek;
    private final Rational timeBase;

    /**
     * A film.
     *
     * @param times of its frames, rising
     * @param end when the last frame ends
     * @param keys times of the source's key frames, rising
     * @param seek where to begin decoding for a frame at a time
     */
    SampleMoments(long[] times, long end, long[] keys, LongFunction<@Nullable Long> seek, Rational timeBase) {
        this.times = times;
        this.end = end;
        this.keys = keys;
        this.seek = seek;
        this.timeBase = timeBase;
    }

    /** For each sample the excerpts it may be, the best first: another one is taken where the first is black. */
    List<List<Excerpt>> candidates() {
        long filmMs = timeBase.rescale(end - times[0], 1_000);
        long sampledMs = filmMs / FILM_TO_SAMPLES;
        long lengthMs = sampledMs < (long) FEW * LONGEST_MS ? SHORTEST_MS : LONGEST_MS;
        int samples = Math.clamp(sampledMs / lengthMs, 1, MOST);
        long spanMs = keys.length == 0 ? Math.min(filmMs, WITHOUT_SEEK_MS) : filmMs;
        List<List<Excerpt>> all = new ArrayList<>();
        for (int i = 0; i < samples; i++) {
            List<Excerpt> part = new ArrayList<>();
            for (int quarter : QUARTERS) {
                Excerpt excerpt = excerpt(
                        times[0] + ticks(spanMs * i / samples),
                        times[0] + ticks(spanMs * (4L * i + quarter) / (4L * samples)),
                        ticks(lengthMs));
                if (!part.contains(excerpt)) {
                    part.add(excerpt);
                }
            }
            all.add(List.copyOf(part));
        }
        return List.copyOf(all);
    }

    /** From the key frame before a moment, unless that lies before the moment's part of the film. */
    private Excerpt excerpt(long partStart, long moment, long length) {
        int from = Math.min(firstAtOrAfter(moment), firstAtOrAfter(Math.max(times[0], end - length)));
        int key = Arrays.binarySearch(keys, times[from]);
        int before = key >= 0 ? key : -key - 2;
        if (before >= 0 && keys[before] >= partStart && keys[before] >= times[0]) {
            from = firstAtOrAfter(keys[before]);
        }
        int to = Math.max(from + 1, firstAtOrAfter(times[from] + length));
        FrameTimes range = FrameTimes.of(times, from, to, to < times.length ? times[to] : end);
        return new Excerpt(range, from == 0 ? null : seek.apply(times[from]), to == times.length);
    }

    private int firstAtOrAfter(long time) {
        int at = Arrays.binarySearch(times, time);
        return at >= 0 ? at : -at - 1;
    }

    private long ticks(long ms) {
        return ms * timeBase.den() / (1_000 * timeBase.num());
    }
}
