package dev.segue.media.cmaf;

import dev.segue.contract.HdrMetadata;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Writes into an init segment what a film says of its brightness: {@code mdcv} and {@code clli} (ISO/IEC 14496-12, 12.1.6 and
 * 12.1.7). FFmpeg would write what it meets in the first frame of a chunk, so that init segments of one rendition might differ.
 */
public final class HdrBoxes {
    private static final int MDCV = 8 + 24;
    private static final int CLLI = 8 + 4;
    private static final int VISUAL_FIELDS = 78;
    private static final String[] TO_SAMPLE_TABLE = {"moov", "trak", "mdia", "minf", "stbl", "stsd"};

    private HdrBoxes() {}

    /** The init segment of a picture, told these; it is left as it is. */
    public static byte[] in(byte[] init, HdrMetadata hdr) throws MalformedMp4Exception {
        byte[] boxes = boxes(hdr);
        try {
            return inserted(init, boxes);
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            throw new MalformedMp4Exception("a box ends before its last field", e);
        }
    }

    private static byte[] boxes(HdrMetadata hdr) {
        ByteBuffer out = ByteBuffer.allocate(CLLI + MDCV);
        Integer brightest = hdr.maxContentLight();
        Integer average = hdr.maxFrameAverageLight();
        if (brightest != null || average != null) {
            // 0 is "unknown" (CTA-861.3).
            head(out, CLLI, "clli");
            out.putShort((short) (brightest == null ? 0 : brightest)).putShort((short) (average == null ? 0 : average));
        }
        HdrMetadata.Mastering m = hdr.mastering();
        if (m != null) {
            head(out, MDCV, "mdcv");
            for (int value :
                    new int[] {m.greenX(), m.greenY(), m.blueX(), m.blueY(), m.redX(), m.redY(), m.whiteX(), m.whiteY()
                    }) {
                out.putShort((short) value);
            }
            out.putInt((int) m.maxLuminance()).putInt((int) m.minLuminance());
        }
        byte[] boxes = new byte[out.position()];
        out.get(0, boxes);
        return boxes;
    }

    private static void head(ByteBuffer out, int size, String type) {
        out.putInt(size).put(type.getBytes(StandardCharsets.US_ASCII));
    }

    /** Behind all that the sample entry has, every box around it grown by as much. */
    private static byte[] inserted(byte[] init, byte[] boxes) throws MalformedMp4Exception {
        byte[] longer = new byte[init.length + boxes.length];
        ByteBuffer sizes = ByteBuffer.wrap(longer);
        System.arraycopy(init, 0, longer, 0, init.length);
        int from = 0;
        int to = init.length;
        for (String type : TO_SAMPLE_TABLE) {
            int at = find(init, from, to, type);
            to = at + sizes.getInt(at);
            sizes.putInt(at, to - at + boxes.length);
            from = at + 8 + (type.equals("stsd") ? 8 : 0);
        }
        int end = from + sizes.getInt(from);
        if (end > to || end - from < 8 + VISUAL_FIELDS) {
            throw new MalformedMp4Exception("the sample entry is no picture's");
        }
        sizes.putInt(from, end - from + boxes.length);
        System.arraycopy(boxes, 0, longer, end, boxes.length);
        System.arraycopy(init, end, longer, end + boxes.length, init.length - end);
        return longer;
    }

    private static int find(byte[] bytes, int from, int to, String type) throws MalformedMp4Exception {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int at = from;
        while (at + 8 <= to) {
            int size = buffer.getInt(at);
            if (size < 8 || size > to - at) {
                throw new MalformedMp4Exception("box '" + Box.fourCc(buffer, at + 4) + "' claims " + size + " bytes");
            }
            if (Box.fourCc(buffer, at + 4).equals(type)) {
                return at;
            }
            at += size;
        }
        throw new MalformedMp4Exception("the init segment has no '" + type + "'");
    }
}
