package dev.segue.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LoudnessMeterTest {
    private final LoudnessMeter meter = new LoudnessMeter();

    @Test
    void theLastWordCounts() {
        lines("""
                frame:98   pts:470400  pts_time:9.8
                lavfi.r128.M=-11.000
                lavfi.r128.I=-20.000
                lavfi.r128.true_peak=0.100
                frame:99   pts:475200  pts_time:9.9
                lavfi.r128.M=-12.464
                lavfi.r128.S=-12.452
                lavfi.r128.I=-12.458
                lavfi.r128.LRA=4.016
                lavfi.r128.LRA.low=-12.460
                lavfi.r128.true_peaks_ch0=0.384
                lavfi.r128.true_peaks_ch1=0.500
                lavfi.r128.true_peak=0.500
                """);

        assertThat(meter.reading()).isEqualTo(new LoudnessMeter.Reading(-1_246, -602, -601, 402));
        assertThat(meter.reading().silent()).isFalse();
    }

    @Test
    void silenceHasNoPeak() {
        lines("""
                lavfi.r128.I=-70.000
                lavfi.r128.LRA=0.000
                lavfi.r128.true_peak=0.000
                """);

        assertThat(meter.reading()).isEqualTo(new LoudnessMeter.Reading(-7_000, -12_000, -12_000, 0));
        assertThat(meter.reading().silent()).isTrue();
    }

    @Test
    void infiniteAndMissingNumbersAreSilence() {
        lines("lavfi.r128.I=-inf\nlavfi.r128.true_peak=nan");

        assertThat(meter.reading()).isEqualTo(new LoudnessMeter.Reading(-7_000, -12_000, -12_000, 0));
        assertThat(new LoudnessMeter().reading().silent()).isTrue();
    }

    private void lines(String text) {
        text.lines().forEach(meter::line);
    }
}
