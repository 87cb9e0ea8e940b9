package dev.segue.media.cmaf;

import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * The decoder's configuration in a {@code vpcC} box (VP Codec ISO Media File Format Binding).
 *
 * @param level ten times the level's number
 */
record Vp9Config(int profile, int level, int bitDepth, int chromaSubsampling, ColorInfo color) {
    static Vp9Config of(ByteBuffer vpcC) {
        // Version and flags.
        vpcC.getInt();
        int profile = Byte.toUnsignedInt(vpcC.get());
        int level = Byte.toUnsignedInt(vpcC.get());
        int packed = Byte.toUnsignedInt(vpcC.get());
        ColorInfo color = new ColorInfo(
                Byte.toUnsignedInt(vpcC.get()),
                Byte.toUnsignedInt(vpcC.get()),
                Byte.toUnsignedInt(vpcC.get()),
                (packed & 1) != 0);
        return new Vp9Config(profile, level, packed >> 4, packed >> 1 & 7, color);
    }

    /** The binding's codecs parameter. What follows the bit depth is left out where all of it is the default: BT.709, 4:2:0, limited. */
    String codecs() {
        String codecs = String.format(Locale.ROOT, "vp09.%02d.%02d.%02d", profile, level, bitDepth);
        String rest = String.format(
                Locale.ROOT,
                ".%02d.%02d.%02d.%02d.%02d",
                chromaSubsampling,
                color.primaries(),
                color.transfer(),
                color.matrix(),
                color.fullRange() ? 1 : 0);
        return rest.equals(".01.01.01.01.00") ? codecs : codecs + rest;
    }
}
