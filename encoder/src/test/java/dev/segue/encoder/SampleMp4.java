package dev.segue.encoder;

import dev.segue.media.cmaf.FragmentedMp4;
import dev.segue.media.cmaf.MalformedMp4Exception;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Fragmented MP4 of one H.264 track with pictures of one byte, as far as anything of it is read. */
final class SampleMp4 {
    private static final int HIGH_PROFILE = 0x64;
    private static final int TRUN_BEFORE_SAMPLES = 20;
    private static final int BYTES_A_SAMPLE = 16;

    private SampleMp4() {}

    /** {@code ftyp} and {@code moov}; the level is the last byte of the codec string. */
    static byte[] init(int timescale, int level) {
        byte[] avcC = box("avcC", new byte[] {1, HIGH_PROFILE, 0, (byte) level});
        byte[] stsd = box("stsd", u32(0, 1), box("avc1", new byte[78], avcC));
        byte[] mdia = box("mdia", box("mdhd", u32(0, 0, 0, timescale, 0, 0)), box("minf", box("stbl", stsd)));
        byte[] trak = box("trak", box("tkhd", u32(7, 0, 0, 1, 0, 0)), mdia);
        byte[] mvex = box("mvex", box("trex", u32(0, 1, 1, 0, 0, 0)));
        return join(
                box("ftyp", "cmfc".getBytes(StandardCharsets.US_ASCII), u32(0)),
                box("moov", box("mvhd", new byte[100]), trak, mvex));
    }

    /** A file whose pictures are shown at these times, given in the order in which they are decoded. */
    static FragmentedMp4 shownAt(Path folder, int... times) throws IOException, MalformedMp4Exception {
        return withFramesOf(folder, 1, times);
    }

    /** The same with pictures of so many bytes. */
    static FragmentedMp4 withFramesOf(Path folder, int bytes, int... times) throws IOException, MalformedMp4Exception {
        return file(folder, 1, bytes, times);
    }

    /** A file of one frame that lasts so many ticks. */
    static FragmentedMp4 lasting(Path folder, int ticks) throws IOException, MalformedMp4Exception {
        return file(folder, ticks, 1, 0);
    }

    private static FragmentedMp4 file(Path folder, int ticks, int bytes, int... times)
            throws IOException, MalformedMp4Exception {
        ByteBuffer samples = ByteBuffer.allocate(times.length * BYTES_A_SAMPLE);
        for (int i = 0; i < times.length; i++) {
            samples.putInt(ticks).putInt(bytes).putInt(0x0200_0000).putInt(times[i] - i);
        }
        byte[] tfhd = box("tfhd", u32(0x20000, 1));
        byte[] mfhd = box("mfhd", u32(0, 1));
        int data = 8 + mfhd.length + 8 + tfhd.length + TRUN_BEFORE_SAMPLES + samples.capacity() + 8;
        byte[] trun = box("trun", u32(0x0100_0F01, times.length, data), samples.array());
        byte[] moof = box("moof", mfhd, box("traf", tfhd, trun));
        byte[] mdat = box("mdat", new byte[times.length * bytes]);
        return FragmentedMp4.read(Files.write(folder.resolve("output.mp4"), join(init(12_800, 31), moof, mdat)));
    }

    private static byte[] box(String type, byte[]... parts) {
        byte[] body = join(parts);
        return join(u32(body.length + 8), type.getBytes(StandardCharsets.US_ASCII), body);
    }

    private static byte[] u32(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * 4);
        bytes.asIntBuffer().put(values);
        return bytes.array();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }
}
