package dev.segue.media.ffmpeg;

import dev.segue.contract.Quality;
import dev.segue.contract.QualityMetric;
import java.util.List;
import java.util.stream.LongStream;

/**
 * How alike an encoded piece is to the frames of its source.
 *
 * @param frames how many were compared
 * @param meanMillionths mean over the frames, in millionths of the metric's full scale
 * @param worstFrameMillionths that of the worst frame
 */
public record Likeness(QualityMetric metric, int frames, int meanMillionths, int worstFrameMillionths) {

    /** Of the values of all frames, at least one, in millionths. */
    static Likeness of(QualityMetric metric, long[] frames) {
        return new Likeness(
                metric,
                frames.length,
                Math.toIntExact(Math.round((double) LongStream.of(frames).sum() / frames.length)),
                Math.toIntExact(LongStream.of(frames).min().orElseThrow()));
    }

    /**
     * The quality of a rendition of which some segments were compared, all by the same metric.
     *
     * @param segments at least one
     */
    public static Quality quality(List<Likeness> segments) {
        long frames = segments.stream().mapToLong(Likeness::frames).sum();
        long sum = segments.stream()
                .mapToLong(s -> (long) s.meanMillionths * s.frames)
                .sum();
        int worst = segments.stream().mapToInt(Likeness::meanMillionths).min().orElseThrow();
        return new Quality(
                segments.getFirst().metric(),
                Math.toIntExact(Math.round((double) sum / frames)),
                worst,
                segments.size());
    }
}
