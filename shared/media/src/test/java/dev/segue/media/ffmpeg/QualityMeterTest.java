package dev.segue.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.contract.Quality;
import dev.segue.contract.QualityMetric;
import java.util.List;
import org.junit.jupiter.api.Test;

class QualityMeterTest {
    @Test
    void readsLumaOfEachFrameFromTheLogOfSsim() {
        assertThat(QualityMeter.frames(
                        QualityMetric.SSIM,
                        List.of(
                                "n:1 Y:0.900001 U:0.5 V:0.5 All:0.700000 (17.0)",
                                "n:2 Y:1.000000 U:1 V:1 All:1 (inf)")))
                .containsExactly(900_001, 1_000_000);
    }

    @Test
    void findsTheColumnInTheLogOfVmaf() {
        assertThat(QualityMeter.frames(
                        QualityMetric.VMAF,
                        List.of("Frame,integer_adm2,vmaf,", "0,0.99,97.428043,", "1,0.98,100.000000,")))
                .containsExactly(974_280, 1_000_000);
        assertThat(QualityMeter.frames(QualityMetric.VMAF, List.of())).isEmpty();
    }

    @Test
    void theQualityOfARenditionIsTheMeanOverFramesAndThatOfItsWorstSegment() {
        assertThat(Likeness.quality(List.of(
                        Likeness.of(QualityMetric.SSIM, new long[] {1_000_000, 1_000_000, 1_000_000}),
                        Likeness.of(QualityMetric.SSIM, new long[] {600_000}))))
                .isEqualTo(new Quality(QualityMetric.SSIM, 900_000, 600_000, 2));
    }

    @Test
    void theWorstFrameIsKept() {
        assertThat(Likeness.of(QualityMetric.VMAF, new long[] {3, 1, 2}))
                .isEqualTo(new Likeness(QualityMetric.VMAF, 3, 2, 1));
    }
}
