package dev.segue.media.cmaf;

import dev.segue.media.cmaf.FragmentedMp4.Sample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes the final segments of an encoded sound track.
 *
 * <p>Audio frames that the file's edit list names as priming are left out as far as they are whole, and the first one kept is at
 * 0; no edit list is needed then, and players that ignore edit lists are in sync too. The decoder lacks the overlap of the frame
 * left out, so the first 21 ms of sound fade in.
 */
public final class AudioSegments {
    // A last segment shorter than a tenth of the others costs a request and gains nothing.
    private static final int SMALLEST_TAIL = 10;

    private AudioSegments() {}

    /** Takes segments one after the other, so that a long track is never in memory as a whole. */
    @FunctionalInterface
    public interface Sink<X extends Exception> {
        void accept(MediaSegment segment) throws X;
    }

    /** All segments of a track at once; see {@link #cut(FragmentedMp4, int, Sink)}. */
    public static List<MediaSegment> cut(FragmentedMp4 mp4, int segmentMs) throws IOException, CmafViolation {
        List<MediaSegment> segments = new ArrayList<>();
        Sink<RuntimeException> sink = segments::add;
        cut(mp4, segmentMs, sink);
        return segments;
    }

    /**
     * Cuts a track: segment k begins with the audio frame whose start is nearest to {@code k * segmentMs}.
     *
     * @throws CmafViolation when frames do not follow each other without gap, or there are none
     */
    public static <X extends Exception> void cut(FragmentedMp4 mp4, int segmentMs, Sink<X> sink)
            throws IOException, CmafViolation, X {
        List<Sample> samples = withoutPriming(mp4);
        long[] times = times(samples);
        int number = 0;
        int from = 0;
        try (SegmentWriter writer = new SegmentWriter(mp4)) {
            while (from < samples.size()) {
                int to = end(times, from, (number + 1L) * segmentMs, mp4.timescale(), segmentMs);
                long[] span = Arrays.copyOfRange(times, from, to + 1);
                long[] presented = Arrays.copyOf(span, to - from);
                sink.accept(writer.write(number, samples.subList(from, to), span, presented));
                from = to;
                number++;
            }
        }
    }

    private static List<Sample> withoutPriming(FragmentedMp4 mp4) throws CmafViolation {
        List<Sample> all = mp4.samples();
        if (all.isEmpty()) {
            throw new CmafViolation("no-samples", "audio frames", 1, 0);
        }
        long start = mp4.mediaStart();
        int first = 0;
        while (first < all.size() - 1 && all.get(first).dts() + all.get(first).duration() <= start) {
            first++;
        }
        return all.subList(first, all.size());
    }

    private static long[] times(List<Sample> samples) throws CmafViolation {
        long[] times = new long[samples.size() + 1];
        long origin = samples.get(0).dts();
        for (int i = 0; i < samples.size(); i++) {
            Sample sample = samples.get(i);
            if (sample.pts() != sample.dts()) {
                throw new CmafViolation(
                        "audio-offset", "presentation time of audio frame " + i, sample.dts(), sample.pts());
            }
            if (i > 0 && sample.dts() - origin != times[i]) {
                throw new CmafViolation("audio-gap", "start of audio frame " + i, times[i], sample.dts() - origin);
            }
            times[i + 1] = times[i] + sample.duration();
        }
        return times;
    }

    /** The number of the first frame of the next segment, or how many there are. */
    private static int end(long[] times, int from, long boundaryMs, long timescale, int segmentMs) {
        int frames = times.length - 1;
        int to = from + 1;
        while (to < frames && (times[to] + times[to + 1]) * 500 <= boundaryMs * timescale) {
            to++;
        }
        long tail = times[frames] - times[to];
        return tail * 1000 * SMALLEST_TAIL < (long) segmentMs * timescale ? frames : to;
    }
}
