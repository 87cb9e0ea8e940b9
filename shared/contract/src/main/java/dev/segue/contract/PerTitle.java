package dev.segue.contract;

/**
 * Asks for constant rate factors chosen for this very film: rungs are tried on samples of it, and each gets the highest factor that
 * reaches the quality.
 *
 * @param targetMillionths quality to reach in millionths of the metric's full scale
 * @param lowestCrf the best quality that may be chosen
 * @param highestCrf the worst quality that may be chosen
 */
public record PerTitle(int targetMillionths, int lowestCrf, int highestCrf) {
    public PerTitle {
        if (targetMillionths < 1 || targetMillionths > 1_000_000) {
            throw new IllegalArgumentException("targetMillionths must be 1 to 1000000 but is " + targetMillionths);
        }
        Require.atLeast("lowestCrf", lowestCrf, 0);
        Require.atLeast("highestCrf", highestCrf, lowestCrf);
    }
}
