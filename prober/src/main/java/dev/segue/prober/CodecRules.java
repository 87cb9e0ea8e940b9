package dev.segue.prober;

import dev.segue.contract.VideoCodec;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the encoder of each codec takes: presets, tunings, pixel formats, constant rate factors. */
final class CodecRules {
    private static final Set<String> NAMED_PRESETS = Set.of(
            "ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow", "placebo");

    private static final Set<String> X264_TUNES =
            Set.of("film", "animation", "grain", "stillimage", "fastdecode", "zerolatency", "psnr", "ssim");
    private static final Set<String> X265_TUNES =
            Set.of("animation", "grain", "fastdecode", "zerolatency", "psnr", "ssim");
    private static final Set<String> AV1_TUNES = Set.of("vq", "psnr", "ssim");
    private static final Set<String> VP9_TUNES = Set.of("default", "screen", "film");

    /** The nearest first: 8 bit before 10, less chroma before more. */
    private static final List<String> X264_FORMATS =
            List.of("yuv420p", "yuv422p", "yuv444p", "yuv420p10le", "yuv422p10le", "yuv444p10le");

    private static final List<String> X265_FORMATS = List.of(
            "yuv420p",
            "yuv422p",
            "yuv444p",
            "yuv420p10le",
            "yuv422p10le",
            "yuv444p10le",
            "yuv420p12le",
            "yuv422p12le",
            "yuv444p12le");
    private static final List<String> AV1_FORMATS = List.of("yuv420p", "yuv420p10le");
    /** Profile 0: more needs a libvpx that was built for it. */
    private static final List<String> VP9_FORMATS = List.of("yuv420p");

    private CodecRules() {}

    static List<String> pixelFormats(VideoCodec codec) {
        return switch (codec) {
            case H264 -> X264_FORMATS;
            case HEVC -> X265_FORMATS;
            case AV1 -> AV1_FORMATS;
            case VP9 -> VP9_FORMATS;
        };
    }

    static void requirePreset(VideoCodec codec, @Nullable String preset) {
        switch (codec) {
            case H264, HEVC ->
                ProfileFault.unless(
                        preset != null && NAMED_PRESETS.contains(preset),
                        "preset",
                        "must be one of ultrafast, superfast, veryfast, faster, fast, medium, slow, slower, veryslow,"
                                + " placebo for " + codec.label() + " but is " + preset);
            case AV1 -> requireNumber(codec, preset, 13);
            case VP9 -> requireNumber(codec, preset, 8);
        }
    }

    private static void requireNumber(VideoCodec codec, @Nullable String preset, int most) {
        ProfileFault.unless(
                preset != null && preset.matches("\\d{1,2}") && Integer.parseInt(preset) <= most,
                "preset",
                "must be a number from 0 (slowest) to " + most + " for " + codec.label() + " but is " + preset);
    }

    static void requireTune(VideoCodec codec, @Nullable String tune) {
        Set<String> tunes =
                switch (codec) {
                    case H264 -> X264_TUNES;
                    case HEVC -> X265_TUNES;
                    case AV1 -> AV1_TUNES;
                    case VP9 -> VP9_TUNES;
                };
        ProfileFault.unless(
                tune == null || tunes.contains(tune),
                "tune",
                "must be one of " + String.join(", ", tunes.stream().sorted().toList()) + " for " + codec.label()
                        + " but is " + tune);
    }

    static void requirePixelFormat(VideoCodec codec, @Nullable String format) {
        ProfileFault.unless(
                format != null
                        && (format.equals(LadderProfile.SOURCE)
                                || pixelFormats(codec).contains(format)),
                "pixelFormat",
                "must be source or one of " + String.join(", ", pixelFormats(codec)) + " for " + codec.label()
                        + " but is " + format);
    }

    static void requireCrf(VideoCodec codec, @Nullable Integer crf, String field) {
        int most = codec == VideoCodec.H264 || codec == VideoCodec.HEVC ? 51 : 63;
        ProfileFault.unless(
                crf == null || (crf >= 0 && crf <= most),
                field,
                "must be 0 to " + most + " for " + codec.label() + " but is " + crf);
    }
}
