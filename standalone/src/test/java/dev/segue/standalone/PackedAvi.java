package dev.segue.standalone;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts each B-frame of an MPEG-4 AVI into the chunk of the frame before it and an empty frame where it was, as DivX and Xvid do
 * ("packed bitstream"), which no encoder of FFmpeg does: AVI has one time a chunk and no way to say that frames are reordered.
 */
final class PackedAvi {
    private static final byte[] VOP = {0, 0, 1, (byte) 0xb6};

    /** That the stream is packed is told by the letter at the end. */
    private static final byte[] DIVX = "\0\0\1\u00b2DivX503b1393p\0".getBytes(StandardCharsets.ISO_8859_1);

    /** A P-frame, not coded, with five bits of time: it shows what was held back. */
    private static final byte[] EMPTY = {0, 0, 1, (byte) 0xb6, 0x50, (byte) 0xdf, 0x7f};

    private static final int KEY_FRAME = 0x10;

    private PackedAvi() {}

    /** Changes the file, which has one picture and nothing else. */
    static void pack(Path file) throws IOException {
        byte[] avi = Files.readAllBytes(file);
        int list = find(avi, "movi".getBytes(StandardCharsets.US_ASCII), 0) - 8;
        List<byte[]> frames = frames(avi, list + 12);
        ByteArrayOutputStream movi = new ByteArrayOutputStream();
        ByteArrayOutputStream index = new ByteArrayOutputStream();
        movi.writeBytes("movi".getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < frames.size(); i++) {
            byte[] frame = i == 0 ? told(frames.get(0)) : frames.get(i);
            boolean packed = i + 1 < frames.size() && type(frames.get(i + 1)) == 2;
            chunk(movi, index, packed ? joined(frame, frames.get(i + 1)) : frame, type(frame) == 0);
            if (packed) {
                chunk(movi, index, EMPTY, false);
                i++;
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(avi, 0, list);
        section(out, "LIST", movi.toByteArray());
        section(out, "idx1", index.toByteArray());
        byte[] bytes = out.toByteArray();
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(4, bytes.length - 8);
        Files.write(file, bytes);
    }

    private static List<byte[]> frames(byte[] avi, int from) {
        ByteBuffer bytes = ByteBuffer.wrap(avi).order(ByteOrder.LITTLE_ENDIAN);
        List<byte[]> frames = new ArrayList<>();
        int at = from;
        while (at + 8 <= avi.length && avi[at] == '0') {
            byte[] frame = new byte[bytes.getInt(at + 4)];
            bytes.get(at + 8, frame);
            frames.add(frame);
            at += 8 + frame.length + frame.length % 2;
        }
        return frames;
    }

    private static void chunk(ByteArrayOutputStream movi, ByteArrayOutputStream index, byte[] frame, boolean key) {
        ByteBuffer entry = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        entry.put("00dc".getBytes(StandardCharsets.US_ASCII));
        entry.putInt(key ? KEY_FRAME : 0).putInt(movi.size()).putInt(frame.length);
        index.writeBytes(entry.array());
        section(movi, "00dc", frame);
    }

    private static void section(ByteArrayOutputStream out, String name, byte[] content) {
        out.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(content.length)
                .array());
        out.writeBytes(content);
        out.writeBytes(new byte[content.length % 2]);
    }

    /** 0 for I, 1 for P, 2 for B (ISO/IEC 14496-2, 6.2.5). */
    private static int type(byte[] frame) {
        return (frame[find(frame, VOP, 0) + VOP.length] & 0xff) >> 6;
    }

    private static byte[] told(byte[] frame) {
        int at = find(frame, VOP, 0);
        ByteBuffer told = ByteBuffer.allocate(frame.length + DIVX.length);
        told.put(frame, 0, at).put(DIVX).put(frame, at, frame.length - at);
        return told.array();
    }

    private static byte[] joined(byte[] a, byte[] b) {
        return ByteBuffer.allocate(a.length + b.length).put(a).put(b).array();
    }

    private static int find(byte[] in, byte[] what, int from) {
        for (int i = from; i + what.length <= in.length; i++) {
            if (ByteBuffer.wrap(in, i, what.length).equals(ByteBuffer.wrap(what))) {
                return i;
            }
        }
        throw new IllegalArgumentException("not in it");
    }
}
