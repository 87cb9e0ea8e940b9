package dev.segue.contract;

/**
 * How loud a sound track shall be (EBU R 128), in hundredths so that events hold whole numbers.
 *
 * @param integratedCentiLufs integrated loudness in hundredths of a LUFS, {@code -2300} for EBU R 128's -23 LUFS
 * @param truePeakCentiDb highest true peak in hundredths of a dBTP, {@code -100} for -1 dBTP
 */
public record LoudnessTarget(int integratedCentiLufs, int truePeakCentiDb) {
    public LoudnessTarget {
        if (integratedCentiLufs < -7_000 || integratedCentiLufs > -500) {
            throw new IllegalArgumentException(
                    "integratedCentiLufs must be -7000 to -500 but is " + integratedCentiLufs);
        }
        if (truePeakCentiDb < -900 || truePeakCentiDb > 0) {
            throw new IllegalArgumentException("truePeakCentiDb must be -900 to 0 but is " + truePeakCentiDb);
        }
    }
}
