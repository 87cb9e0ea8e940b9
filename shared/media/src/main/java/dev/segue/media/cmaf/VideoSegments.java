package dev.segue.media.cmaf;

import dev.segue.media.cmaf.FragmentedMp4.Sample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes the final segments of an encoded chunk of pictures.
 *
 * <p>FFmpeg's times are only used to learn the order in which pictures are shown; the times written are those of the source's
 * frames. The i-th picture in decode order is decoded when the i-th frame is shown, so that decode times start where the segment
 * starts and durations sum up to its span, whether the frame rate is constant or not. Every composition offset is raised
 * by the same amount, so that none is negative, and the init segment's edit list takes it off again: presentation begins at 0 in
 * browsers and in readers that cannot bear negative offsets.
 */
public final class VideoSegments {
    private VideoSegments() {}

    /**
     * Cuts a chunk.
     *
     * @param boundaries when each frame is shown and when the last one ends, in ticks of the file's timescale from the film's
     *     first frame; one value more than frames
     * @param segmentFrames frames of each segment
     * @param firstSegment number of the first segment, from 0
     * @param compositionOffset added to every composition offset; {@link FragmentedMp4#init(long)} must be given the same
     * @throws CmafViolation when the file does not have exactly these frames in closed groups
     */
    public static List<MediaSegment> cut(
            FragmentedMp4 mp4, long[] boundaries, List<Integer> segmentFrames, int firstSegment, long compositionOffset)
            throws IOException, CmafViolation {
        List<Sample> samples = mp4.samples();
        int frames = samples.size();
        if (boundaries.length != frames + 1) {
            throw new CmafViolation("frame-count", "pictures in the chunk", boundaries.length - 1L, frames);
        }
        int inSegments = segmentFrames.stream().mapToInt(Integer::intValue).sum();
        if (inSegments != frames) {
            throw new CmafViolation("frame-count", "pictures in its segments", frames, inSegments);
        }
        for (int i = 0; i < frames; i++) {
            if (boundaries[i + 1] <= boundaries[i]) {
                throw new IllegalArgumentException("boundaries must rise but [" + (i + 1) + "] is " + boundaries[i + 1]
                        + " after " + boundaries[i]);
            }
        }
        int[] ranks = ranks(samples);
        List<MediaSegment> segments = new ArrayList<>();
        try (SegmentWriter writer = new SegmentWriter(mp4)) {
            int from = 0;
            for (int k = 0; k < segmentFrames.size(); k++) {
                int to = from + segmentFrames.get(k);
                int number = firstSegment + k;
                requireClosedGroup(number, samples, ranks, from, to);
                long[] presented = new long[to - from];
                for (int i = from; i < to; i++) {
                    presented[i - from] = boundaries[ranks[i]] + compositionOffset;
                    if (presented[i - from] < boundaries[i]) {
                        throw new CmafViolation(
                                "offset-range",
                                "presentation time of picture " + i + " of segment " + number,
                                boundaries[i],
                                presented[i - from]);
                    }
                }
                segments.add(writer.write(
                        number, samples.subList(from, to), Arrays.copyOfRange(boundaries, from, to + 1), presented));
                from = to;
            }
        }
        return segments;
    }

    /** The place of each sample among all in the order they are shown. */
    private static int[] ranks(List<Sample> samples) throws CmafViolation {
        long[] shown = samples.stream().mapToLong(Sample::pts).sorted().toArray();
        for (int i = 1; i < shown.length; i++) {
            if (shown[i] == shown[i - 1]) {
                throw new CmafViolation("duplicate-time", "presentation time of picture " + i, shown[i] + 1, shown[i]);
            }
        }
        return samples.stream()
                .mapToInt(s -> Arrays.binarySearch(shown, s.pts()))
                .toArray();
    }

    private static void requireClosedGroup(int number, List<Sample> samples, int[] ranks, int from, int to)
            throws CmafViolation {
        if (!samples.get(from).sync()) {
            throw new CmafViolation("not-sync", "sync flag of the first picture of segment " + number, 1, 0);
        }
        if (ranks[from] != from) {
            throw new CmafViolation(
                    "leading-picture", "place of the first decoded picture of segment " + number, from, ranks[from]);
        }
        for (int i = from; i < to; i++) {
            if (ranks[i] < from || ranks[i] >= to) {
                throw new CmafViolation(
                        "open-group", "place of picture " + i + " of segment " + number, from, ranks[i]);
            }
        }
    }
}
