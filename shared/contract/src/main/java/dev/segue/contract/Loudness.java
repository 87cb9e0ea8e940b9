package dev.segue.contract;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What was measured of a sound track before and after it was made as loud as wished (EBU R 128, ITU-R BS.1770), in hundredths.
 *
 * @param sourceCentiLufs integrated loudness of the source in hundredths of a LUFS
 * @param sourcePeakCentiDb true peak of the source in hundredths of a dBTP
 * @param sourceRangeCentiLu loudness range of the source in hundredths of a LU
 * @param resultCentiLufs integrated loudness of the encoded track in hundredths of a LUFS
 * @param resultPeakCentiDb true peak of the encoded track in hundredths of a dBTP
 */
public record Loudness(
        int sourceCentiLufs,
        int sourcePeakCentiDb,
        int sourceRangeCentiLu,
        int resultCentiLufs,
        int resultPeakCentiDb,
        Method method) {
    public Loudness {
        Require.present("method", method);
    }

    /** How the loudness was changed. */
    public enum Method {
        /** The same gain everywhere. */
        @JsonProperty("linear")
        LINEAR,
        /** A gain with a limiter behind it, since the gain alone would have exceeded the true peak. */
        @JsonProperty("dynamic")
        DYNAMIC,
        /** Not at all: the track is silent, too short to be measured, or as it should be. */
        @JsonProperty("none")
        NONE
    }
}
