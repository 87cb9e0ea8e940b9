package dev.segue.prober;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.segue.contract.RateControl;
import dev.segue.contract.VideoCodec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The picture in one codec and several sizes.
 *
 * @param preset a name for H.264 and HEVC, a number for AV1 and VP9
 * @param tune what the encoder is tuned for, absent for nothing in particular
 * @param pixelFormat FFmpeg's name for renditions of ordinary range, or {@code source}; renditions in HDR always have 10 bit 4:2:0
 * @param dynamicRange {@code sdr} where it is absent
 * @param encoderOptions private options of the encoder, {@code name=value}
 * @param rungs smallest first
 */
record LadderProfile(
        VideoCodec codec,
        String preset,
        @Nullable String tune,
        String pixelFormat,
        @Nullable Range dynamicRange,
        @Nullable List<String> encoderOptions,
        List<Rung> rungs) {
    /** Keeps the source's own size or pixel format. */
    static final String SOURCE = "source";

    LadderProfile {
        ProfileFault.unless(codec != null, "codec", "is missing: say h264, hevc, av1 or vp9");
        CodecRules.requirePreset(codec, preset);
        CodecRules.requireTune(codec, tune);
        CodecRules.requirePixelFormat(codec, pixelFormat);
        ProfileFault.unless(
                dynamicRange != Range.SOURCE || codec != VideoCodec.H264,
                "dynamicRange",
                "must be sdr: players show H.264 in HDR nowhere");
        encoderOptions = encoderOptions == null ? List.of() : List.copyOf(encoderOptions);
        for (int i = 0; i < encoderOptions.size(); i++) {
            ProfileFault.unless(
                    encoderOptions.get(i).matches("[a-z0-9_-]+=[A-Za-z0-9_.,|+-]+"),
                    "encoderOptions[" + i + "]",
                    "must be name=value without blanks and colons but is " + encoderOptions.get(i));
        }
        ProfileFault.unless(rungs != null && !rungs.isEmpty(), "rungs", "must hold at least one size");
        rungs = List.copyOf(rungs);
        for (int i = 0; i < rungs.size(); i++) {
            ProfileFault.unless(
                    i == 0 || rungs.get(i).shortSide() > rungs.get(i - 1).shortSide(),
                    "rungs[" + i + "]",
                    "must be higher than the one before; one with scale: source comes last");
            CodecRules.requireCrf(codec, rungs.get(i).crf(), "rungs[" + i + "].crf");
        }
    }

    /** What becomes of a picture in HDR. */
    enum Range {
        /** It is tone-mapped. */
        @JsonProperty("sdr")
        SDR,
        /** HDR10 and HLG are kept, in 10 bit. */
        @JsonProperty("source")
        SOURCE
    }

    boolean keepsHdr() {
        return dynamicRange == Range.SOURCE;
    }

    List<String> options() {
        return encoderOptions == null ? List.of() : encoderOptions;
    }

    /** How a rung shares out its bits. */
    enum Control {
        @JsonProperty("crf")
        CRF,
        @JsonProperty("vbr")
        VBR,
        @JsonProperty("cbr")
        CBR
    }

    /**
     * One size.
     *
     * @param height lines of a landscape picture; of a portrait one, the columns
     * @param scale {@code source} instead of a height: as large as the source
     * @param rateControl {@code crf} where it is absent
     * @param bitrateBps average of {@code vbr} and {@code cbr}
     */
    record Rung(
            String id,
            @Nullable Integer height,
            @Nullable String scale,
            @Nullable Control rateControl,
            @Nullable Integer crf,
            @Nullable Long bitrateBps,
            @Nullable Long maxrateBps,
            @Nullable Long bufsizeBits) {
        Rung {
            ProfileFault.unless(
                    id != null && id.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,31}"),
                    "id",
                    "must be 1 to 32 letters, digits, '-' or '_', beginning with a letter or digit, but is " + id);
            ProfileFault.unless(
                    (height == null) != (scale == null), "height", "or scale: source must be set, and not both");
            ProfileFault.unless(
                    height == null || (height >= 16 && height <= 8192 && height % 2 == 0),
                    "height",
                    "must be even and 16 to 8192 but is " + height);
            ProfileFault.unless(
                    scale == null || SOURCE.equals(scale), "scale", "must be \"source\" but is \"" + scale + "\"");
            RungRates.require(rateControl, crf, bitrateBps, maxrateBps, bufsizeBits);
        }

        /** As large as the source is larger than any number. */
        int shortSide() {
            return height == null ? Integer.MAX_VALUE : height;
        }

        RateControl control() {
            return RungRates.control(rateControl, crf, bitrateBps, maxrateBps, bufsizeBits);
        }
    }
}
