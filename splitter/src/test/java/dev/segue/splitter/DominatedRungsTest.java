package dev.segue.splitter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.contract.MediaInfo.DynamicRange;
import dev.segue.contract.Omission;
import dev.segue.contract.RateControl;
import dev.segue.contract.VideoCodec;
import dev.segue.contract.VideoRendition;
import dev.segue.splitter.DominatedRungs.Rung;
import java.util.List;
import org.junit.jupiter.api.Test;

class DominatedRungsTest {
    @Test
    void rungsThatEachLookBetterForMoreBitsAllStay() {
        assertThat(leftOut(rung(360, 0.90, 500), rung(720, 0.95, 1_500), rung(1080, 0.98, 4_000)))
                .isEmpty();
    }

    @Test
    void aRungThatLooksNoBetterThanASmallerOneScaledUpIsLeftOut() {
        List<Omission> leftOut =
                DominatedRungs.of(List.of(rung(1080, 0.95, 4_000), rung(360, 0.90, 500), rung(720, 0.95, 1_500)));

        assertThat(leftOut)
                .containsExactly(new Omission(
                        "v1080",
                        "no-better",
                        "v720 at 1500 kbit/s scaled up to the same size looks as good as v1080 at 4000 kbit/s."));
    }

    @Test
    void ofTwoWithNearlyTheSameBitRateTheSmallerIsLeftOut() {
        assertThat(leftOut(rung(360, 0.90, 500), rung(720, 0.95, 1_500), rung(1080, 0.98, 1_790)))
                .containsExactly("v720 close-bit-rate");
        assertThat(leftOut(rung(360, 0.90, 500), rung(720, 0.95, 1_500), rung(1080, 0.98, 1_800)))
                .isEmpty();
    }

    @Test
    void aLadderOfSmallStepsIsThinnedAndNotEmptied() {
        assertThat(leftOut(rung(240, 0.90, 100), rung(360, 0.93, 115), rung(480, 0.95, 130), rung(720, 0.97, 150)))
                .containsExactly("v480 close-bit-rate", "v240 close-bit-rate");
    }

    @Test
    void aSmallerRungThatCostsMoreIsLeftOut() {
        assertThat(leftOut(rung(360, 0.90, 900), rung(720, 0.95, 500))).containsExactly("v360 close-bit-rate");
    }

    @Test
    void oneRungAlwaysStays() {
        assertThat(leftOut(rung(360, 0.90, 500))).isEmpty();
        assertThat(leftOut(rung(360, 0.9, 100), rung(720, 0.9, 100), rung(1080, 0.9, 100)))
                .containsExactly("v720 no-better", "v1080 no-better");
    }

    @Test
    void rungsOfDifferentCodecsAreNotComparedWithEachOther() {
        assertThat(leftOut(rung(VideoCodec.H264, 720, 0.95, 1_500), rung(VideoCodec.HEVC, 360, 0.96, 500)))
                .isEmpty();
    }

    private static List<String> leftOut(Rung... ladder) {
        return DominatedRungs.of(List.of(ladder)).stream()
                .map(o -> o.what() + " " + o.code())
                .toList();
    }

    private static Rung rung(int height, double shown, int kilobits) {
        return rung(VideoCodec.H264, height, shown, kilobits);
    }

    private static Rung rung(VideoCodec codec, int height, double shown, int kilobits) {
        VideoRendition rendition = new VideoRendition(
                "v" + height,
                codec,
                height * 16 / 9 / 2 * 2,
                height,
                new RateControl.Crf(23, null, null),
                "fast",
                null,
                "yuv420p",
                DynamicRange.SDR,
                List.of());
        return new Rung(rendition, new RateFactor(23, shown, shown, kilobits * 1e3));
    }
}
