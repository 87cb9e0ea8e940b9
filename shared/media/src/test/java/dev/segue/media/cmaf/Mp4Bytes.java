package dev.segue.media.cmaf;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Builds MP4 files box by box, right ones and wrong ones. */
final class Mp4Bytes {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    static byte[] box(String type, byte[]... parts) {
        Mp4Bytes body = new Mp4Bytes();
        for (byte[] part : parts) {
            body.raw(part);
        }
        byte[] content = body.get();
        return new Mp4Bytes().u32(content.length + 8L).text(type).raw(content).get();
    }

    static byte[] largeBox(String type, byte[] content) {
        return new Mp4Bytes()
                .u32(1)
                .text(type)
                .u64(content.length + 16L)
                .raw(content)
                .get();
    }

    static byte[] ftyp() {
        return box("ftyp", new Mp4Bytes().text("iso6").u32(0).text("cmfc").get());
    }

    /** A header with one track of id 1 and no edit list; {@code inTrack} is added to it. */
    static byte[] moov(long timescale, long[] trex, byte[]... inTrack) {
        byte[] tkhd = box("tkhd", new Mp4Bytes().u32(7, 0, 0, 1, 0, 0).get());
        byte[] mdhd = box("mdhd", new Mp4Bytes().u32(0, 0, 0, timescale, 0, 0).get());
        byte[] edits = new Mp4Bytes().raws(inTrack).get();
        byte[] trak = box("trak", tkhd, edits, box("mdia", mdhd));
        byte[] defaults = box("trex", new Mp4Bytes().u32(0, 1, 1).u32(trex).get());
        return box("moov", box("mvhd", new byte[100]), trak, box("mvex", defaults));
    }

    static byte[] edts(long mediaTime) {
        return box(
                "edts",
                box("elst", new Mp4Bytes().u32(0, 1, 0, mediaTime, 0x10000).get()));
    }

    /** A fragment whose parts are given. */
    static byte[] moof(byte[]... inTraf) {
        byte[] mfhd = box("mfhd", new Mp4Bytes().u32(0, 1).get());
        return box("moof", mfhd, box("traf", inTraf));
    }

    static byte[] tfhd(long flags, long... fields) {
        return box("tfhd", new Mp4Bytes().u32(flags, 1).u32(fields).get());
    }

    static byte[] tfdt(long time) {
        return box("tfdt", new Mp4Bytes().u32(0x0100_0000).u64(time).get());
    }

    static byte[] trun(long head, long count, long... fields) {
        return box("trun", new Mp4Bytes().u32(head, count).u32(fields).get());
    }

    /**
     * A whole file of one fragment at 1000 ticks a second with samples of one byte each.
     *
     * @param samples flags, composition offset and duration of each
     */
    static Path file(Path folder, long mediaStart, long[]... samples) {
        Mp4Bytes fields = new Mp4Bytes();
        for (long[] sample : samples) {
            fields.u32(sample[2], 1, sample[0], sample[1]);
        }
        byte[] header =
                mediaStart == 0 ? moov(1000, new long[] {0, 0, 0}) : moov(1000, new long[] {0, 0, 0}, edts(mediaStart));
        int fixed = 8 + 16 + 8 + 16 + 20 + 20;
        byte[] trun = box(
                "trun",
                new Mp4Bytes()
                        .u32(0x0100_0F01, samples.length, fixed + samples.length * 16L + 8)
                        .raw(fields.get())
                        .get());
        byte[] data = new byte[samples.length];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) i;
        }
        return write(folder, ftyp(), header, moof(tfhd(0x20000), tfdt(0), trun), box("mdat", data));
    }

    static Path write(Path folder, byte[]... parts) {
        try {
            return Files.write(
                    Files.createTempFile(folder, "film", ".mp4"),
                    new Mp4Bytes().raws(parts).get());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Mp4Bytes u32(long... values) {
        try {
            for (long value : values) {
                out.writeInt((int) value);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    Mp4Bytes u64(long value) {
        return u32(value >>> 32, value);
    }

    Mp4Bytes text(String text) {
        return raw(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Mp4Bytes raws(byte[]... parts) {
        for (byte[] part : parts) {
            raw(part);
        }
        return this;
    }

    Mp4Bytes raw(byte[] part) {
        bytes.writeBytes(part);
        return this;
    }

    byte[] get() {
        return bytes.toByteArray();
    }
}
