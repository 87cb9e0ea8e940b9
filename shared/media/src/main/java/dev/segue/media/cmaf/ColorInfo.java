package dev.segue.media.cmaf;

import java.nio.ByteBuffer;

/**
 * How a picture's numbers mean colours, as code points of ISO/IEC 23091-2.
 *
 * @param primaries 1 for BT.709, 9 for BT.2020
 * @param transfer 1 for BT.709, 16 for PQ, 18 for HLG
 * @param matrix 1 for BT.709, 9 for BT.2020
 */
public record ColorInfo(int primaries, int transfer, int matrix, boolean fullRange) {
    /** What codec strings mean where they say nothing. */
    static final ColorInfo BT709 = new ColorInfo(1, 1, 1, false);

    /** From a {@code colr} box of the type {@code nclx} (ISO/IEC 14496-12, 12.1.5). */
    static ColorInfo of(ByteBuffer nclx) {
        int primaries = Short.toUnsignedInt(nclx.getShort(4));
        int transfer = Short.toUnsignedInt(nclx.getShort(6));
        int matrix = Short.toUnsignedInt(nclx.getShort(8));
        return new ColorInfo(primaries, transfer, matrix, (nclx.get(10) & 0x80) != 0);
    }
}
