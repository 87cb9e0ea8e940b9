package dev.segue.splitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segue.contract.PerTitle;
import dev.segue.contract.QualityMetric;
import org.junit.jupiter.api.Test;

class RateFactorTest {
    private static final PerTitle WANTED = new PerTitle(960_000, 18, 36);

    @Test
    void chosenIsTheHighestFactorThatReachesTheQualityOnTheLineThroughBothTrials() {
        // What is lost doubles every six steps: 0.02 at 20, 0.04 at 26, 0.08 at 32.
        RateFactor chosen = RateFactor.of(trial(20, 0.98, 4e6), trial(32, 0.92, 1e6), WANTED);

        assertThat(chosen.crf()).isEqualTo(26);
        assertThat(chosen.quality()).isCloseTo(0.96, within(1e-9));
        assertThat(chosen.bitrate()).isCloseTo(2e6, within(1.0));
        assertThat(RateFactor.of(trial(20, 0.98, 4e6), trial(32, 0.92, 1e6), new PerTitle(959_000, 18, 36))
                        .crf())
                .isEqualTo(26);
    }

    @Test
    void theQualityOnALargeScreenMovesWithTheRungsOwn() {
        RateFactor chosen =
                RateFactor.of(trial(20, 0.98, 4e6), new Trial(QualityMetric.SSIM, 32, 0.92, 0.90, 1e6, 50), WANTED);

        assertThat(chosen.shown()).isCloseTo(0.94, within(1e-9));
    }

    @Test
    void theLimitsHoldWhereTheQualityIsEasyOrOutOfReach() {
        assertThat(RateFactor.of(trial(23, 0.999, 1e6), trial(36, 0.998, 1e5), WANTED)
                        .crf())
                .isEqualTo(36);
        assertThat(RateFactor.of(trial(23, 0.80, 9e6), trial(18, 0.84, 9.9e6), WANTED)
                        .crf())
                .isEqualTo(18);
    }

    @Test
    void aCeilingThatDecidesInsteadOfTheFactorEndsAtALimit() {
        assertThat(RateFactor.of(trial(23, 0.90, 1e6), trial(18, 0.90, 1e6), WANTED)
                        .crf())
                .isEqualTo(18);
        assertThat(RateFactor.of(trial(23, 0.97, 1e6), trial(27, 0.97, 1e6), WANTED)
                        .crf())
                .isEqualTo(36);
    }

    @Test
    void theSecondTrialLiesOnTheSideOfTheTargetAndApartFromTheFirst() {
        assertThat(RateFactor.second(trial(23, 0.99, 1e6), WANTED)).isGreaterThan(30);
        assertThat(RateFactor.second(trial(30, 0.90, 1e6), WANTED)).isEqualTo(19);
        assertThat(RateFactor.second(trial(23, 0.9601, 1e6), WANTED)).isEqualTo(26);
        assertThat(RateFactor.second(trial(23, 0.9599, 1e6), WANTED)).isEqualTo(20);
        assertThat(RateFactor.second(trial(18, 0.90, 1e6), WANTED)).isEqualTo(21);
        assertThat(RateFactor.second(trial(36, 1.0, 1e6), WANTED)).isEqualTo(33);
    }

    @Test
    void aSingleAllowedFactorIsTheChoice() {
        PerTitle fixed = new PerTitle(960_000, 23, 23);

        assertThat(RateFactor.second(trial(23, 0.9, 1e6), fixed)).isEqualTo(23);
        assertThat(RateFactor.of(trial(23, 0.9, 1e6), trial(23, 0.9, 1e6), fixed))
                .isEqualTo(new RateFactor(23, 0.9, 0.9, 1e6));
    }

    private static Trial trial(int crf, double quality, double bitrate) {
        return new Trial(QualityMetric.SSIM, crf, quality, quality, bitrate, 50);
    }
}
