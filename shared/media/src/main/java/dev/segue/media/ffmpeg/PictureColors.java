package dev.segue.media.ffmpeg;

import dev.segue.contract.MediaInfo;
import dev.segue.contract.MediaInfo.DynamicRange;
import dev.segue.contract.VideoRendition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a picture's numbers mean as colours, and what is done where a rendition's mean something else. SDR is BT.709 throughout: what
 * says that it is not is converted. Numbers of which nobody knows what they mean are never changed, only declared to be what players
 * take them for.
 */
final class PictureColors {
    /** Where players stop taking an undeclared picture for BT.601: the largest of standard definition. */
    private static final int LARGEST_SD_WIDTH = 1_279;

    private static final int LARGEST_SD_HEIGHT = 576;

    private static final Set<String> OTHER_MATRICES = Set.of("bt470bg", "smpte170m", "smpte240m", "fcc", "bt2020nc");
    private static final Set<String> OTHER_PRIMARIES =
            Set.of("bt470bg", "smpte170m", "smpte240m", "bt2020", "smpte431", "smpte432");

    private PictureColors() {}

    /** Without primaries and matrix zscale finds no way to linear light; HDR is nearly always BT.2020 (ITU-R BT.2100). */
    static String untold(MediaInfo.Video stream) {
        List<String> tags = new ArrayList<>();
        if (stream.colorPrimaries() == null) {
            tags.add("color_primaries=bt2020");
        }
        if (stream.colorMatrix() == null) {
            tags.add("colorspace=bt2020nc");
        }
        return tags.isEmpty() ? "" : ",setparams=" + String.join(":", tags);
    }

    /** Further options of zscale, each with a colon in front. Of SDR the curve is the same everywhere, near enough. */
    static String toBt709(VideoRendition r, MediaInfo.Video stream) {
        if (r.dynamicRange() != DynamicRange.SDR) {
            return "";
        }
        String matrix = hasOtherMatrix(stream) ? ":min=" + stream.colorMatrix() + ":m=bt709" : "";
        return hasOtherPrimaries(stream) && stream.colorMatrix() != null
                ? (matrix.isEmpty() ? ":min=bt709:m=bt709" : matrix) + primaries(stream)
                : matrix;
    }

    /** The same for scale, which knows no primaries: zscale follows on it then. */
    static String scaledToBt709(VideoRendition r, MediaInfo.Video stream) {
        if (r.dynamicRange() != DynamicRange.SDR) {
            return "";
        }
        String matrix = isRgb(stream) || hasOtherMatrix(stream) ? ":out_color_matrix=bt709" : "";
        return hasOtherPrimaries(stream) && (stream.colorMatrix() != null || isRgb(stream))
                ? matrix + ",format=" + wide(r) + ",zscale=min=bt709:m=bt709" + primaries(stream)
                : matrix;
    }

    /** scale knows one matrix only for colours out of a palette, BT.601; with a comma behind. */
    static String unpacked(MediaInfo.Video stream) {
        return stream.pixelFormat().equals("pal8") ? "format=rgb24," : "";
    }

    private static String primaries(MediaInfo.Video stream) {
        return ":pin=" + stream.colorPrimaries() + ":p=bt709:tin=bt709:t=bt709";
    }

    /** Ten bits lose nothing in between. */
    private static String wide(VideoRendition r) {
        return r.pixelFormat().endsWith("10le") ? r.pixelFormat() : r.pixelFormat() + "10le";
    }

    /** What the bit stream and the container will say, with a comma in front. */
    static String tags(VideoRendition r, MediaInfo.Video stream) {
        String primaries = stream.colorPrimaries() == null ? "bt2020" : stream.colorPrimaries();
        String matrix = stream.colorMatrix() == null ? "bt2020nc" : stream.colorMatrix();
        return switch (r.dynamicRange()) {
            case SDR ->
                isUndeclaredSd(stream) ? tags("smpte170m", "smpte170m", "smpte170m") : tags("bt709", "bt709", "bt709");
            case PQ -> tags(primaries, "smpte2084", matrix);
            case HLG -> tags(primaries, "arib-std-b67", matrix);
        };
    }

    private static String tags(String primaries, String transfer, String matrix) {
        return ",setparams=range=tv:color_primaries=" + primaries + ":color_trc=" + transfer + ":colorspace=" + matrix;
    }

    private static boolean isUndeclaredSd(MediaInfo.Video stream) {
        return stream.dynamicRange() == DynamicRange.SDR
                && stream.colorMatrix() == null
                && !isRgb(stream)
                && Math.max(stream.width(), stream.height()) <= LARGEST_SD_WIDTH
                && Math.min(stream.width(), stream.height()) <= LARGEST_SD_HEIGHT;
    }

    private static boolean hasOtherMatrix(MediaInfo.Video stream) {
        String matrix = stream.colorMatrix();
        return matrix != null && OTHER_MATRICES.contains(matrix);
    }

    private static boolean hasOtherPrimaries(MediaInfo.Video stream) {
        String primaries = stream.colorPrimaries();
        return primaries != null && OTHER_PRIMARIES.contains(primaries);
    }

    private static boolean isRgb(MediaInfo.Video stream) {
        return stream.pixelFormat().matches(".*(rgb|bgr|gbr).*|pal8");
    }
}
