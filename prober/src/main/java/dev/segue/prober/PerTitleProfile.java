package dev.segue.prober;

import dev.segue.contract.PerTitle;
import java.math.BigDecimal;

/**
 * Constant rate factors chosen for the film at hand: each rung gets the highest that reaches the target.
 *
 * @param target quality to reach as a share of the metric's full scale
 */
record PerTitleProfile(BigDecimal target, int lowestCrf, int highestCrf) {
    PerTitleProfile {
        ProfileFault.unless(target != null, "target", "is missing: name the quality to reach, for example 0.95");
        QualityProfile.share("target", target);
        ProfileFault.unless(
                lowestCrf >= 0 && lowestCrf <= highestCrf && highestCrf <= 63,
                "lowestCrf",
                "must be 0 up to highestCrf, and that at most 63");
    }

    PerTitle contract() {
        return new PerTitle(QualityProfile.share("target", target), lowestCrf, highestCrf);
    }
}
