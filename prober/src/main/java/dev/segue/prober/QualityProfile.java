package dev.segue.prober;

import dev.segue.contract.QualityCheck;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What is measured of each rendition.
 *
 * @param samples how many segments are compared with the source
 * @param floor the least likeness that passes without a warning, as a share of the metric's full scale, absent for none
 */
record QualityProfile(int samples, @Nullable BigDecimal floor) {
    QualityProfile {
        ProfileFault.unless(samples >= 1 && samples <= 100, "samples", "must be 1 to 100 but is " + samples);
        if (floor != null) {
            share("floor", floor);
        }
    }

    QualityCheck check() {
        return new QualityCheck(samples, floor == null ? null : share("floor", floor));
    }

    /** In millionths. */
    static int share(String field, BigDecimal share) {
        boolean within = share.signum() > 0 && share.compareTo(BigDecimal.ONE) <= 0 && share.scale() <= 6;
        ProfileFault.unless(
                within, field, "must be a share above 0 and up to 1 like 0.95 but is " + share.toPlainString());
        return share.movePointRight(6).intValueExact();
    }
}
