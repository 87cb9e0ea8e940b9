package dev.segue.prober;

import dev.segue.contract.AudioRole;
import dev.segue.contract.HdrMetadata;
import dev.segue.contract.MediaInfo;
import dev.segue.contract.MediaInfo.DynamicRange;
import dev.segue.contract.Rational;
import org.jspecify.annotations.Nullable;

/** What events say of a stream. */
final class StreamInfo {
    private StreamInfo() {}

    static MediaInfo.Video video(SourceStream stream, StreamFields fields, Head head) {
        SideData.DolbyVision dolby = stream.dolbyVision();
        DynamicRange range = range(fields);
        return new MediaInfo.Video(
                stream.index(),
                codecOrUnknown(stream),
                fields.known("profile"),
                stream.width(),
                stream.height(),
                fields.sideData().rotation(),
                sampleAspect(fields),
                fields.text("pix_fmt"),
                stream.timeBase(),
                stream.frameRate(),
                head.interlaced() ? MediaInfo.Scan.INTERLACED : scan(fields),
                range,
                fields.text("color_range").equals("pc")
                        || fields.text("pix_fmt").startsWith("yuvj"),
                fields.known("color_primaries"),
                fields.known("color_space"),
                range == DynamicRange.SDR ? null : hdr(fields, head),
                dolby == null ? null : dolby.profile());
    }

    static MediaInfo.Audio audio(SourceStream stream, StreamFields fields, AudioRole role) {
        return new MediaInfo.Audio(
                stream.index(),
                codecOrUnknown(stream),
                fields.number("sample_rate"),
                stream.channels(),
                fields.known("channel_layout"),
                stream.language(),
                role,
                stream.title());
    }

    /** What ffprobe cannot name is listed all the same, so that a warning can point at it. */
    private static String codecOrUnknown(SourceStream stream) {
        return stream.hasCodec() ? stream.codec() : "unknown";
    }

    /** MP4 and Matroska have boxes for it; elsewhere it is in the bit stream alone. */
    private static @Nullable HdrMetadata hdr(StreamFields fields, Head head) {
        HdrMetadata own = fields.sideData().hdr();
        return own != null ? own : head.hdr();
    }

    private static MediaInfo.Scan scan(StreamFields fields) {
        return switch (fields.text("field_order")) {
            case "tt", "bb", "tb", "bt" -> MediaInfo.Scan.INTERLACED;
            default -> MediaInfo.Scan.PROGRESSIVE;
        };
    }

    private static DynamicRange range(StreamFields fields) {
        return switch (fields.text("color_transfer")) {
            case "smpte2084" -> DynamicRange.PQ;
            case "arib-std-b67" -> DynamicRange.HLG;
            default -> DynamicRange.SDR;
        };
    }

    private static Rational sampleAspect(StreamFields fields) {
        Rational aspect = fields.rational("sample_aspect_ratio");
        // Pixels ten times as wide as high are a slip of whoever wrote the file.
        boolean believable = aspect != null
                && aspect.isPositive()
                && aspect.num() <= aspect.den() * 10
                && aspect.den() <= aspect.num() * 10;
        return aspect != null && believable ? aspect : new Rational(1, 1);
    }
}
