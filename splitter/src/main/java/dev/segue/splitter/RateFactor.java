package dev.segue.splitter;

import dev.segue.contract.PerTitle;

/**
 * The rate factor that a rung gets. Of the encoders here, the logarithm of what is lost (1 - quality) and that of the bit rate are
 * nearly straight lines over the factor, so that two trials tell the rest. Pure.
 *
 * @param crf the highest whole factor that reaches the quality, as far as the limits allow
 * @param quality what is expected at the rung's own size
 * @param shown what is expected at the size of the largest rung
 * @param bitrate what is expected, in bit/s
 */
record RateFactor(int crf, double quality, double shown, double bitrate) {
    /** By how much the logarithm of the loss grows with the factor, roughly; only the second trial's place depends on it. */
    private static final double USUAL_SLOPE = 0.08;

    /** Trials nearer to each other would say more of chance than of the rung. */
    private static final int APART = 3;

    /** SSIM has six digits. */
    private static final double LEAST_LOSS = 1e-6;

    /** The factor of the second trial: where the first one says that the quality is reached, if that is another place. */
    static int second(Trial first, PerTitle wanted) {
        double steps = (loss(target(wanted)) - loss(first.quality())) / USUAL_SLOPE;
        int guess = clamp(first.crf() + (int) Math.rint(steps), wanted);
        if (Math.abs(guess - first.crf()) >= APART) {
            return guess;
        }
        int aside = clamp(first.crf() + (steps >= 0 ? APART : -APART), wanted);
        return aside != first.crf() ? aside : clamp(first.crf() + (steps >= 0 ? -APART : APART), wanted);
    }

    /** The choice after two trials with different factors, or with one where the limits allow no other. */
    static RateFactor of(Trial first, Trial second, PerTitle wanted) {
        if (first.crf() == second.crf()) {
            return new RateFactor(second.crf(), second.quality(), second.shown(), second.bitrate());
        }
        double slope = Math.max(0, slope(first.crf(), loss(first.quality()), second.crf(), loss(second.quality())));
        double reach = loss(target(wanted)) - loss(second.quality());
        // A flat line says that a ceiling of the bit rate, and not the factor, decides.
        double exact = slope * (wanted.highestCrf() - wanted.lowestCrf()) > Math.abs(reach)
                ? second.crf() + reach / slope
                : reach >= 0 ? wanted.highestCrf() : wanted.lowestCrf();
        int crf = clamp((int) Math.floor(exact + 1e-9), wanted);
        double lost = Math.exp(loss(second.quality()) + slope * (crf - second.crf()));
        double rates = slope(first.crf(), Math.log(first.bitrate()), second.crf(), Math.log(second.bitrate()));
        double quality = Math.max(0, 1 - lost);
        return new RateFactor(
                crf,
                quality,
                second.shown() + quality - second.quality(),
                second.bitrate() * Math.exp(Math.min(0, rates) * (crf - second.crf())));
    }

    private static double slope(int x1, double y1, int x2, double y2) {
        return (y2 - y1) / (x2 - x1);
    }

    private static double target(PerTitle wanted) {
        return wanted.targetMillionths() / 1e6;
    }

    private static double loss(double quality) {
        return Math.log(Math.max(LEAST_LOSS, 1 - quality));
    }

    private static int clamp(int crf, PerTitle wanted) {
        return Math.clamp(crf, wanted.lowestCrf(), wanted.highestCrf());
    }
}
