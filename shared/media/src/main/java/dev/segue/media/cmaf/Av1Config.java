package dev.segue.media.cmaf;

import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * The decoder's configuration in an {@code av1C} box (AV1 Codec ISO Media File Format Binding, 2.3).
 *
 * @param level the sequence's {@code seq_level_idx}
 * @param chroma the digits of subsampling in x, in y and the sample position
 */
record Av1Config(int profile, int level, boolean highTier, int bitDepth, boolean monochrome, String chroma) {
    static Av1Config of(ByteBuffer av1C) {
        av1C.get();
        int first = Byte.toUnsignedInt(av1C.get());
        int second = Byte.toUnsignedInt(av1C.get());
        boolean deep = (second & 0x40) != 0;
        boolean twelve = (second & 0x20) != 0;
        int x = second >> 3 & 1;
        int y = second >> 2 & 1;
        // Only a picture subsampled both ways has a place for its chroma samples.
        int position = x + y == 2 ? second & 3 : 0;
        return new Av1Config(
                first >> 5,
                first & 0x1f,
                (second & 0x80) != 0,
                !deep ? 8 : twelve ? 12 : 10,
                (second & 0x10) != 0,
                "" + x + y + position);
    }

    /** The binding's section 5. What follows the bit depth is left out where all of it is the default: BT.709, 4:2:0, limited. */
    String codecs(ColorInfo color) {
        String codecs =
                String.format(Locale.ROOT, "av01.%d.%02d%s.%02d", profile, level, highTier ? "H" : "M", bitDepth);
        String rest = String.format(
                Locale.ROOT,
                ".%d.%s.%02d.%02d.%02d.%d",
                monochrome ? 1 : 0,
                chroma,
                color.primaries(),
                color.transfer(),
                color.matrix(),
                color.fullRange() ? 1 : 0);
        return rest.equals(".0.110.01.01.01.0") ? codecs : codecs + rest;
    }
}
