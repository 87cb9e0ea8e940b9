package dev.segue.media.cmaf;

import dev.segue.media.cmaf.FragmentedMp4.Sample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes the final segments of an encoded sound track.
 *
 * <p>Encoders put samples before the sound that only prime the decoder: 1024 for AAC, 312 for Opus. They stay, since without them
 * the first samples would fade in, and the init segment's edit list begins presentation behind them:
 * {@link FragmentedMp4#init(long)} must be given the file's {@link FragmentedMp4#mediaStart}. A segment's start and duration are
 * those of what is heard, so the first segment begins at 0 and is shorter by the priming than its samples are.
 */
public final class AudioSegments {
    // A last segment shorter than a tenth of the others costs a request and gains nothing.
    private static final int SMALLEST_TAIL = 10;

    /** Code of the violation that frames do not all last equally long. */
    public static final String UNEVEN = "audio-duration";

    private AudioSegments() {}

    /**
     * Whether the track could be cut, so that nothing is stored of one that cannot.
     *
     * @throws CmafViolation as {@link #cut(FragmentedMp4, int, Sink)} would
     */
    public static void require(FragmentedMp4 mp4) throws CmafViolation {
        times(mp4.samples(), mp4.mediaStart());
    }

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
        List<Sample> samples = mp4.samples();
        long[] times = times(samples, mp4.mediaStart());
        int number = 0;
        int from = 0;
        try (SegmentWriter writer = new SegmentWriter(mp4)) {
            while (from < samples.size()) {
                int to = end(times, from, (number + 1L) * segmentMs, mp4.timescale(), segmentMs);
                long[] decoded = Arrays.stream(times, from, to + 1)
                        .map(t -> t + mp4.mediaStart())
                        .toArray();
                long start = Math.max(0, times[from]);
                MediaSegment written =
                        writer.write(number, samples.subList(from, to), decoded, Arrays.copyOf(decoded, to - from));
                sink.accept(new MediaSegment(number, start, times[to] - start, written.bytes(), written.samples()));
                from = to;
                number++;
            }
        }
    }

    /** When each frame is heard and when the last one ends, in ticks from where presentation begins: below 0 for priming. */
    private static long[] times(List<Sample> samples, long mediaStart) throws CmafViolation {
        long[] times = new long[samples.size() + 1];
        times[0] = samples.isEmpty() ? 0 : samples.get(0).dts() - mediaStart;
        for (int i = 0; i < samples.size(); i++) {
            Sample sample = samples.get(i);
            if (sample.pts() != sample.dts()) {
                throw new CmafViolation(
                        "audio-offset", "presentation time of audio frame " + i, sample.dts(), sample.pts());
            }
            if (sample.dts() - mediaStart != times[i]) {
                throw new CmafViolation("audio-gap", "start of audio frame " + i, times[i] + mediaStart, sample.dts());
            }
            // FFmpeg makes frames of next to no duration of what comes twice.
            if (i > 0
                    && i < samples.size() - 1
                    && sample.duration() != samples.get(0).duration()) {
                throw new CmafViolation(
                        UNEVEN, "duration of audio frame " + i, samples.get(0).duration(), sample.duration());
            }
            times[i + 1] = times[i] + sample.duration();
        }
        if (times[samples.size()] <= 0) {
            throw new CmafViolation("no-samples", "audio frames", 1, 0);
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
