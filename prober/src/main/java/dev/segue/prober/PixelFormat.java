package dev.segue.prober;

import dev.segue.contract.MediaInfo;
import dev.segue.contract.MediaInfo.DynamicRange;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How finely a pixel format tells colours, as far as its FFmpeg name says so.
 *
 * @param chroma 420, 422 or 444
 * @param bits of each component
 */
record PixelFormat(int chroma, int bits) {
    private static final Pattern CHROMA = Pattern.compile("4(20|22|44)");
    private static final Pattern BITS = Pattern.compile("(?:p0|p2|p4|p|gray|xyz|y2)(9|10|12|14|16)(?:le|be)?$");
    private static final Pattern RGB =
            Pattern.compile("^(rgb|bgr|gbr|argb|rgba|abgr|bgra|0rgb|rgb0|0bgr|bgr0|pal8|x2).*");

    static PixelFormat parse(String name) {
        Matcher chroma = CHROMA.matcher(name);
        Matcher bits = BITS.matcher(name);
        int shared = RGB.matcher(name).matches() ? 444 : chroma.find() ? Integer.parseInt(chroma.group()) : 420;
        return new PixelFormat(shared, bits.find() ? Integer.parseInt(bits.group(1)) : 8);
    }

    /** The format of a rendition. */
    static String of(LadderProfile profile, MediaInfo.Video source, DynamicRange range) {
        if (range != DynamicRange.SDR) {
            return "yuv420p10le";
        }
        return profile.pixelFormat().equals(LadderProfile.SOURCE)
                ? nearest(profile, parse(source.pixelFormat()))
                : profile.pixelFormat();
    }

    /** The codec's format that loses least of the source's and adds least to it. */
    private static String nearest(LadderProfile profile, PixelFormat wanted) {
        return CodecRules.pixelFormats(profile.codec()).stream()
                .min(Comparator.comparingInt((String f) -> distance(parse(f).chroma(), wanted.chroma()))
                        .thenComparingInt(f -> distance(parse(f).bits(), wanted.bits())))
                .orElseThrow();
    }

    /** Too little is worse than any excess. */
    private static int distance(int has, int wanted) {
        return has < wanted ? 1_000 + wanted - has : has - wanted;
    }

    boolean tellsLessThan(PixelFormat other) {
        return chroma < other.chroma || bits < other.bits;
    }

    @Override
    public String toString() {
        return bits + " bit 4:" + chroma / 10 % 10 + ":" + chroma % 10;
    }
}
