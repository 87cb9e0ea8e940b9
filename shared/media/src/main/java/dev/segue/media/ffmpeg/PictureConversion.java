package dev.segue.media.ffmpeg;

import dev.segue.contract.MediaInfo;
import dev.segue.contract.MediaInfo.DynamicRange;
import dev.segue.contract.MediaInfo.Scan;
import dev.segue.contract.VideoRendition;
import java.util.ArrayList;
import java.util.List;

/**
 * The filters that make of any source's picture what a rendition shows: progressive, of ordinary brightness, of its size and pixel
 * format. Parts of a filter graph, as pure functions.
 */
public final class PictureConversion {
    /** PQ or HLG to BT.709 through linear light; desaturation off, since it greys out highlights of faces. */
    private static final String TONE_MAP = ",zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709"
            + ",tonemap=tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=tv";

    private PictureConversion() {}

    /** What follows on the decoder's frames, each filter with a comma in front; nothing for an ordinary picture. */
    public static String normal(MediaInfo.Video stream) {
        StringBuilder filters = new StringBuilder(progressive(stream));
        if (stream.dynamicRange() != DynamicRange.SDR) {
            filters.append(untold(stream)).append(TONE_MAP);
        }
        return filters.toString();
    }

    /**
     * The first part of {@link #normal}, which looks at the frames before and after each and halves the time base; nothing for a
     * progressive picture.
     */
    public static String progressive(MediaInfo.Video stream) {
        // One picture out for each in, so that the number of frames stays the source's.
        return stream.scan() == Scan.INTERLACED ? ",bwdif=mode=send_frame:deint=all" : "";
    }

    /** Without primaries and matrix zscale finds no way to linear light; HDR is nearly always BT.2020 (ITU-R BT.2100). */
    private static String untold(MediaInfo.Video stream) {
        List<String> tags = new ArrayList<>();
        if (stream.colorPrimaries() == null) {
            tags.add("color_primaries=bt2020");
        }
        if (stream.colorMatrix() == null) {
            tags.add("colorspace=bt2020nc");
        }
        return tags.isEmpty() ? "" : ",setparams=" + String.join(":", tags);
    }

    /**
     * From the normal picture to a rendition's. zscale takes half the time of scale, but only what is plainly YUV and even-sized; scale
     * takes everything.
     */
    public static String to(VideoRendition r, MediaInfo.Video stream) {
        String size = r.width() + ":" + r.height();
        boolean plain = stream.pixelFormat().matches("yuv4\\d\\dp(10le|12le)?")
                && stream.width() % 2 == 0
                && stream.height() % 2 == 0
                && stream.scan() == Scan.PROGRESSIVE
                && !stream.fullRange();
        String scaler = plain
                ? "zscale=" + size + ":f=bicubic"
                : "scale=" + size + ":flags=bicubic" + (stream.fullRange() ? ":out_range=tv" : "");
        return scaler + ",format=" + r.pixelFormat() + ",setsar=1";
    }
}
