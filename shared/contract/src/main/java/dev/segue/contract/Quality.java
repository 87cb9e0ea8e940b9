package dev.segue.contract;

/**
 * The measured quality of a rendition.
 *
 * @param meanMillionths mean over all sampled frames in millionths of the metric's full scale (SSIM 1, VMAF 100)
 * @param worstMillionths that of the worst sampled segment
 * @param samples how many segments were compared
 */
public record Quality(QualityMetric metric, int meanMillionths, int worstMillionths, int samples) {
    public Quality {
        Require.present("metric", metric);
        Require.atLeast("samples", samples, 1);
    }
}
