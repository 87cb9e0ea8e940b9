package dev.segue.splitter;

import dev.segue.contract.MediaInfo;
import dev.segue.contract.VideoCodec;
import dev.segue.contract.VideoRendition;
import java.util.List;

/**
 * About how many processor-seconds a second of film takes. Only the length of chunks is chosen by it, for which a factor of two
 * either way is good enough; measured on one core of a server of 2023 with films of 720p and 1080p.
 *
 * @param decoding to read and decode it
 * @param encoding to scale and encode all renditions of one track
 */
record PictureCost(double decoding, double encoding) {
    private static final double PIXELS_DECODED = 150e6;

    /** H.264 with x264's preset {@code medium}. */
    private static final double PIXELS_ENCODED = 16e6;

    static PictureCost of(MediaInfo.Video stream, List<VideoRendition> renditions, double framesPerSecond) {
        double decoding = (double) stream.width() * stream.height() / PIXELS_DECODED;
        double encoding = renditions.stream()
                .mapToDouble(r -> (double) r.width() * r.height() * weight(r.codec()) * weight(r.preset()))
                .sum();
        return new PictureCost(decoding * framesPerSecond, encoding / PIXELS_ENCODED * framesPerSecond);
    }

    double perSecond() {
        return decoding + encoding;
    }

    private static double weight(VideoCodec codec) {
        return switch (codec) {
            case H264 -> 1;
            case HEVC -> 1.7;
            case AV1 -> 0.7;
            case VP9 -> 2.5;
        };
    }

    /** Of x264 and x265. AV1 and VP9 count their presets, and profiles stay near the middle. */
    private static double weight(String preset) {
        return switch (preset) {
            case "ultrafast", "superfast" -> 0.2;
            case "veryfast" -> 0.4;
            case "faster", "fast" -> 0.8;
            case "slow" -> 1.7;
            case "slower" -> 3;
            case "veryslow", "placebo" -> 6;
            default -> 1;
        };
    }
}
