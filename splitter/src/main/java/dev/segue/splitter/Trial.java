package dev.segue.splitter;

import dev.segue.contract.QualityMetric;
import java.util.List;

/**
 * What a rung became with a rate factor, on all samples together.
 *
 * @param quality mean likeness to the source at the rung's own size, 1 for no difference
 * @param shown the same at the size of the largest rung: what a viewer with a large screen sees
 * @param bitrate in bit/s
 * @param frames how many were tried
 */
record Trial(QualityMetric metric, int crf, double quality, double shown, double bitrate, long frames) {
    /** Of the trials of one rung with one factor on several samples. */
    static Trial mean(List<Trial> samples) {
        Trial any = samples.getFirst();
        long frames = samples.stream().mapToLong(Trial::frames).sum();
        double quality = samples.stream().mapToDouble(t -> t.quality * t.frames).sum();
        double shown = samples.stream().mapToDouble(t -> t.shown * t.frames).sum();
        double bitrate = samples.stream().mapToDouble(t -> t.bitrate * t.frames).sum();
        return new Trial(any.metric, any.crf, quality / frames, shown / frames, bitrate / frames, frames);
    }
}
