package dev.segue.encoder;

import dev.segue.contract.MediaInfo;
import dev.segue.contract.MediaInfo.DynamicRange;
import dev.segue.contract.MediaInfo.Scan;
import dev.segue.contract.Unit;
import dev.segue.contract.VideoRendition;
import java.util.ArrayList;
import java.util.List;

/**
 * The filter graph of a chunk: exactly its frames, made progressive and ordinary in brightness where they are not, then one branch
 * a rendition. FFmpeg itself turns the picture upright before the graph.
 */
final class PictureFilters {
    /** PQ or HLG to BT.709 through linear light; desaturation off, since it greys out highlights of faces. */
    private static final String TONE_MAP = ",zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709"
            + ",tonemap=tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=tv";

    private PictureFilters() {}

    static String graph(Unit.VideoChunk chunk) {
        StringBuilder graph = new StringBuilder();
        long start = chunk.times().start();
        graph.append("[0:")
                .append(chunk.stream().index())
                .append("]trim=start_pts=")
                .append(start);
        if (!chunk.last()) {
            graph.append(":end_pts=").append(chunk.times().end());
        }
        // Frames that claim the time of the one before come one tick after it, as the splitter has planned them.
        graph.append(",setpts='if(N,max(PTS-(").append(start).append("),PREV_OUTPTS+1),PTS-(");
        graph.append(start).append("))'");
        if (chunk.stream().scan() == Scan.INTERLACED) {
            // One picture out for each in, so that the number of frames stays the source's.
            graph.append(",bwdif=mode=send_frame:deint=all");
        }
        if (chunk.stream().dynamicRange() != DynamicRange.SDR) {
            graph.append(untold(chunk.stream())).append(TONE_MAP);
        }
        List<VideoRendition> renditions = chunk.renditions();
        graph.append(",split=").append(renditions.size());
        for (int i = 0; i < renditions.size(); i++) {
            graph.append("[s").append(i).append(']');
        }
        for (int i = 0; i < renditions.size(); i++) {
            VideoRendition r = renditions.get(i);
            graph.append(";[s").append(i).append(']').append(scale(chunk.stream(), r));
            graph.append(",format=")
                    .append(r.pixelFormat())
                    .append(",setsar=1[o")
                    .append(i)
                    .append(']');
        }
        return graph.toString();
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

    /** zscale takes half the time of scale, but only what is plainly YUV and even-sized; scale takes everything. */
    private static String scale(MediaInfo.Video stream, VideoRendition r) {
        String size = r.width() + ":" + r.height();
        boolean plain = stream.pixelFormat().matches("yuv4\\d\\dp(10le|12le)?")
                && stream.width() % 2 == 0
                && stream.height() % 2 == 0
                && stream.scan() == Scan.PROGRESSIVE
                && !stream.fullRange();
        if (plain) {
            return "zscale=" + size + ":f=bicubic";
        }
        return "scale=" + size + ":flags=bicubic" + (stream.fullRange() ? ":out_range=tv" : "");
    }
}
