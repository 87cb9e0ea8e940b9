package dev.segue.media.ffmpeg;

import dev.segue.contract.FrameTimes;
import dev.segue.contract.MediaInfo;
import dev.segue.contract.MediaInfo.DynamicRange;
import dev.segue.contract.MediaInfo.Scan;
import dev.segue.contract.VideoRendition;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The filters that make of any source's picture what a rendition shows: progressive, of its brightness, its colours, its size and
 * pixel format. Parts of a filter graph, as pure functions; what is done about colours is {@link PictureColors}' part.
 */
public final class PictureConversion {
    /** PQ or HLG in linear light to BT.709; desaturation off, since it greys out highlights of faces. */
    private static final String TONE_MAP =
            ",format=gbrpf32le,zscale=p=bt709" + ",tonemap=tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=tv";

    /** No longer true of a tone-mapped picture; and of any, encoders and the container are told by the plan, alike in all chunks. */
    private static final String NO_BRIGHTNESS = Stream.of(
                    "MASTERING_DISPLAY_METADATA", "CONTENT_LIGHT_LEVEL", "AMBIENT_VIEWING_ENVIRONMENT")
            .map(type -> ",sidedata=mode=delete:type=" + type)
            .collect(Collectors.joining());

    private PictureConversion() {}

    /**
     * What follows on the decoder's frames, with a comma in front; nothing for a progressive picture. It looks at the frames before and
     * after each, and halves the time base.
     */
    public static String normal(MediaInfo.Video stream) {
        // One picture out for each in, so that the number of frames stays the source's.
        return stream.scan() == Scan.INTERLACED ? ",bwdif=mode=send_frame:deint=all" : "";
    }

    /**
     * Just a range of the source's frames, made progressive, with the times they have in the source. Progressive first: at the ends
     * of the range the frames outside are needed, or it begins and ends with lesser ones.
     *
     * @param last whether the film ends with them
     */
    public static String range(MediaInfo.Video stream, FrameTimes times, boolean last) {
        String progressive = normal(stream);
        // The filter halves the time base.
        String first = progressive.isEmpty() ? "" : progressive.substring(1) + ",settb=" + stream.timeBase() + ",";
        return first + "trim=start_pts=" + times.start() + (last ? "" : ":end_pts=" + times.end());
    }

    /** The same, the first frame at zero. Frames that claim the time of the one before come one tick after it, as the splitter plans them. */
    public static String rangeFromZero(MediaInfo.Video stream, FrameTimes times, boolean last) {
        long start = times.start();
        return range(stream, times, last) + ",setpts='if(N,max(PTS-(" + start + "),PREV_OUTPTS+1),PTS-(" + start
                + "))'";
    }

    /** From the normal picture to one rendition's. */
    public static String to(VideoRendition r, MediaInfo.Video stream) {
        return toneMapped(r, stream)
                ? toneMap(r.width(), r.height(), stream).substring(1) + finished(r, stream)
                : converted(r, stream);
    }

    /**
     * From the normal picture to all renditions at once, at pads {@code [o0]}, {@code [o1]} and so on. Tone mapping, the dearest of
     * all filters, is done once, in the size of the largest rendition that needs it.
     *
     * @param after what else happens to a rendition's frames, each filter with a comma in front
     */
    public static String split(
            MediaInfo.Video stream, List<VideoRendition> renditions, Function<VideoRendition, String> after) {
        List<Integer> mapped = places(renditions, r -> toneMapped(r, stream));
        List<Integer> kept = places(renditions, r -> !toneMapped(r, stream));
        Branches branches = new Branches(stream, renditions, after);
        if (mapped.isEmpty()) {
            return branches.of(kept, r -> converted(r, stream));
        }
        int width =
                mapped.stream().mapToInt(i -> renditions.get(i).width()).max().orElseThrow();
        int height =
                mapped.stream().mapToInt(i -> renditions.get(i).height()).max().orElseThrow();
        String sdr = toneMap(width, height, stream)
                + branches.of(
                        mapped, r -> "zscale=" + r.width() + ":" + r.height() + ":f=bicubic" + finished(r, stream));
        return kept.isEmpty()
                ? sdr
                : ",split=2[hdr][sdr];[sdr]" + sdr.substring(1) + ";[hdr]"
                        + branches.of(kept, r -> converted(r, stream)).substring(1);
    }

    private static List<Integer> places(List<VideoRendition> renditions, Predicate<VideoRendition> wanted) {
        return IntStream.range(0, renditions.size())
                .filter(i -> wanted.test(renditions.get(i)))
                .boxed()
                .toList();
    }

    /** One branch for each of some renditions. */
    private record Branches(
            MediaInfo.Video stream, List<VideoRendition> renditions, Function<VideoRendition, String> after) {
        String of(List<Integer> places, Function<VideoRendition, String> filters) {
            StringBuilder graph = new StringBuilder(",split=").append(places.size());
            for (int i : places) {
                graph.append("[s").append(i).append(']');
            }
            for (int i : places) {
                VideoRendition r = renditions.get(i);
                graph.append(";[s")
                        .append(i)
                        .append(']')
                        .append(filters.apply(r))
                        .append(after.apply(r));
                graph.append("[o").append(i).append(']');
            }
            return graph.toString();
        }
    }

    private static boolean toneMapped(VideoRendition r, MediaInfo.Video stream) {
        if (r.dynamicRange() != DynamicRange.SDR && r.dynamicRange() != stream.dynamicRange()) {
            throw new IllegalArgumentException(
                    "rendition " + r.id() + " is " + r.dynamicRange() + " but its source is " + stream.dynamicRange());
        }
        return r.dynamicRange() != stream.dynamicRange();
    }

    private static String toneMap(int width, int height, MediaInfo.Video stream) {
        String size = width + ":" + height;
        String untold = PictureColors.untold(stream);
        String linear = isPlain(stream)
                ? ",zscale=" + size + ":f=bicubic:t=linear:npl=100"
                : ",scale=" + size + ":flags=bicubic,zscale=t=linear:npl=100";
        return untold + linear + TONE_MAP;
    }

    private static String converted(VideoRendition r, MediaInfo.Video stream) {
        String size = r.width() + ":" + r.height();
        // zscale takes half the time of scale.
        String scaler = isPlain(stream)
                ? "zscale=" + size + ":f=bicubic" + PictureColors.toBt709(r, stream)
                : PictureColors.unpacked(stream) + "scale=" + size + ":flags=bicubic"
                        + (stream.fullRange() ? ":out_range=tv" : "")
                        + PictureColors.scaledToBt709(r, stream);
        return scaler + finished(r, stream);
    }

    private static String finished(VideoRendition r, MediaInfo.Video stream) {
        String cleared = stream.dynamicRange() == DynamicRange.SDR ? "" : NO_BRIGHTNESS;
        return ",format=" + r.pixelFormat() + cleared + PictureColors.tags(r, stream) + ",setsar=1";
    }

    /** What zscale takes: plainly YUV, even-sized; scale takes everything. */
    private static boolean isPlain(MediaInfo.Video stream) {
        return stream.pixelFormat().matches("yuv4\\d\\dp(10le|12le)?")
                && stream.width() % 2 == 0
                && stream.height() % 2 == 0
                && stream.scan() == Scan.PROGRESSIVE
                && !stream.fullRange();
    }
}
