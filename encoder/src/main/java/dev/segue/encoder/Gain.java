package dev.segue.encoder;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * How a sound track is made louder or softer.
 *
 * @param centiDb the same everywhere, in hundredths of a dB
 * @param peakCentiDb the true peak to which a limiter then holds the sound down, in hundredths of a dBTP; absent for no limiter
 */
record Gain(int centiDb, @Nullable Integer peakCentiDb) {
    static final Gain NONE = new Gain(0, null);

    /** True peaks are found at four times 48 kHz (ITU-R BS.1770-5, annex 2). */
    private static final int OVERSAMPLING = 4;

    /** Resampling back makes new peaks: 0.16 dB more were measured. */
    private static final int RESAMPLING_CENTI_DB = 25;

    Gain louder(int byCentiDb) {
        return new Gain(centiDb + byCentiDb, peakCentiDb);
    }

    /** The filters, each with a comma before it. */
    String filters(int sampleRate) {
        StringBuilder filters = new StringBuilder();
        if (centiDb != 0) {
            filters.append(",volume=").append(BigDecimal.valueOf(centiDb, 2)).append("dB");
        }
        if (peakCentiDb != null) {
            double limit = Math.pow(10, (peakCentiDb - RESAMPLING_CENTI_DB) / 2_000.0);
            filters.append(",aresample=").append(sampleRate * OVERSAMPLING);
            // Without level=disabled it would bring everything up to full scale; with latency=1 nothing is moved.
            filters.append(",alimiter=limit=").append(BigDecimal.valueOf(Math.round(limit * 1e6), 6));
            filters.append(":attack=5:release=100:level=disabled:latency=1");
            filters.append(",aresample=").append(sampleRate);
        }
        return filters.toString();
    }
}
