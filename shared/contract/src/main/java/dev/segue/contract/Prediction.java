package dev.segue.contract;

/**
 * What a rung of the ladder is expected to become, as samples of the film told.
 *
 * @param qualityMillionths mean likeness to the source at the rendition's own size, in millionths of the metric's full scale
 * @param bitrateBps mean bit rate in bit/s
 */
public record Prediction(QualityMetric metric, int qualityMillionths, long bitrateBps) {
    public Prediction {
        Require.present("metric", metric);
        Require.atLeast("bitrateBps", bitrateBps, 0);
    }
}
