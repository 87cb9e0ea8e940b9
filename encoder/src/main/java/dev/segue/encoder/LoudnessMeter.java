package dev.segue.encoder;

/**
 * Reads what FFmpeg's filter {@code ebur128} says for each tenth of a second of all it has heard so far; the last word counts. Its
 * integrated loudness is -70 LUFS as long as nothing was loud or long enough to be measured.
 */
final class LoudnessMeter {
    /** Stands for digital silence, which has no logarithm. */
    static final int NO_PEAK = -12_000;

    /** Peaks are told with three decimals. */
    private static final double PEAK_ERROR = 0.0005;

    private double lufs = -70;
    private double range;
    private double peak;

    /** Takes one line of FFmpeg's output; those of other values do not matter. */
    void line(String line) {
        if (line.startsWith("lavfi.r128.I=")) {
            lufs = Math.max(-70, number(line));
        } else if (line.startsWith("lavfi.r128.LRA=")) {
            range = number(line);
        } else if (line.startsWith("lavfi.r128.true_peak=")) {
            peak = number(line);
        }
    }

    private static double number(String line) {
        try {
            double value = Double.parseDouble(line.substring(line.indexOf('=') + 1));
            return Double.isNaN(value) ? Double.NEGATIVE_INFINITY : value;
        } catch (NumberFormatException e) {
            // FFmpeg writes -inf where Java reads -Infinity.
            return Double.NEGATIVE_INFINITY;
        }
    }

    Reading reading() {
        return new Reading(
                (int) Math.round(lufs * 100),
                peak > 0 ? centiDb(peak) : NO_PEAK,
                peak > 0 ? centiDb(peak + PEAK_ERROR) : NO_PEAK,
                (int) Math.round(Math.max(0, range) * 100));
    }

    private static int centiDb(double amplitude) {
        return (int) Math.max(NO_PEAK, Math.round(2_000 * Math.log10(amplitude)));
    }

    /**
     * In hundredths.
     *
     * @param centiLufs integrated loudness
     * @param peakCentiDb true peak
     * @param highestPeakCentiDb what the true peak may be at most, since it is measured with an error
     * @param rangeCentiLu loudness range
     */
    record Reading(int centiLufs, int peakCentiDb, int highestPeakCentiDb, int rangeCentiLu) {
        /** Below this there is nothing but noise, which nobody wants to hear. */
        private static final int SILENT = -6_000;

        boolean silent() {
            return centiLufs < SILENT;
        }
    }
}
