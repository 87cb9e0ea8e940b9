package dev.segue.media.cmaf;

import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * The decoder's configuration in an {@code hvcC} box (ISO/IEC 14496-15, 8.3.2).
 *
 * @param profileSpace 0, or 1 to 3 for the letters A to C
 * @param compatibility 32 flags, the one of profile 0 first
 * @param constraints the 48 flags that follow them
 * @param level thirty times the level's number
 */
record HevcConfig(int profileSpace, boolean highTier, int profile, int compatibility, long constraints, int level) {
    static HevcConfig of(ByteBuffer hvcC) {
        hvcC.get();
        int first = Byte.toUnsignedInt(hvcC.get());
        int compatibility = hvcC.getInt();
        long constraints = Integer.toUnsignedLong(hvcC.getInt()) << 16 | Short.toUnsignedLong(hvcC.getShort());
        int level = Byte.toUnsignedInt(hvcC.get());
        return new HevcConfig(first >> 6, (first & 0x20) != 0, first & 0x1f, compatibility, constraints, level);
    }

    /** ISO/IEC 14496-15, annex E.3: compatibility flags in reverse order, constraint bytes without zeros at the end. */
    String codecs(String sampleEntry) {
        String space = profileSpace == 0 ? "" : String.valueOf((char) ('A' + profileSpace - 1));
        StringBuilder codecs = new StringBuilder(String.format(
                Locale.ROOT,
                "%s.%s%d.%X.%s%d",
                sampleEntry,
                space,
                profile,
                Integer.reverse(compatibility),
                highTier ? "H" : "L",
                level));
        for (long left = constraints << 16; left != 0; left <<= 8) {
            codecs.append(String.format(Locale.ROOT, ".%X", left >>> 56));
        }
        return codecs.toString();
    }
}
