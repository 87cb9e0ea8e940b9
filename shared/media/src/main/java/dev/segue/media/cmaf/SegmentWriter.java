package dev.segue.media.cmaf;

import dev.segue.media.cmaf.FragmentedMp4.Sample;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes samples of a file as one media segment: {@code styp}, one {@code moof}, one {@code mdat}. */
final class SegmentWriter implements AutoCloseable {
    private static final int STYP = 8 + 8 + 8;
    private static final int MFHD = 16;
    private static final int TFHD = 16;
    private static final int TFDT = 20;
    private static final int TRUN_HEAD = 20;
    private static final int TRUN_SAMPLE = 16;
    private static final int MDAT_HEAD = 8;
    private static final long LARGEST = 1L << 30;

    private final FragmentedMp4 mp4;
    private final FileChannel channel;

    SegmentWriter(FragmentedMp4 mp4) throws IOException {
        this.mp4 = mp4;
        this.channel = mp4.open();
    }

    /**
     * @param times when each sample is decoded, and at the end when the last one ends: one value more than samples
     * @param presented when each sample is shown
     */
    MediaSegment write(int number, List<Sample> samples, long[] times, long[] presented)
            throws IOException, CmafViolation {
        int count = samples.size();
        int trun = TRUN_HEAD + count * TRUN_SAMPLE;
        int traf = 8 + TFHD + TFDT + trun;
        int moof = 8 + MFHD + traf;
        long data = samples.stream().mapToLong(Sample::size).sum();
        long total = STYP + moof + MDAT_HEAD + data;
        if (total > LARGEST) {
            throw new CmafViolation("segment-size", "bytes of segment " + number, LARGEST, total);
        }
        ByteBuffer out = ByteBuffer.allocate((int) total);
        box(out, STYP, "styp");
        code(out, "msdh").putInt(0);
        code(code(out, "msdh"), "cmfs");
        box(out, moof, "moof");
        box(out, MFHD, "mfhd").putInt(0).putInt(number + 1);
        box(out, traf, "traf");
        // default-base-is-moof
        box(out, TFHD, "tfhd").putInt(0x0002_0000).putInt(mp4.trackId());
        box(out, TFDT, "tfdt").putInt(0x0100_0000).putLong(times[0]);
        // Version 1 has signed composition offsets; data offset, duration, size, flags and offset are present.
        box(out, trun, "trun").putInt(0x0100_0F01).putInt(count).putInt(moof + MDAT_HEAD);
        for (int i = 0; i < count; i++) {
            Sample sample = samples.get(i);
            out.putInt(unsigned(number, times[i + 1] - times[i]));
            out.putInt(sample.size());
            out.putInt(sample.sync() ? SampleFlags.SYNC : SampleFlags.NON_SYNC);
            out.putInt(signed(number, presented[i] - times[i]));
        }
        box(out, (int) (MDAT_HEAD + data), "mdat");
        copy(samples, out);
        return new MediaSegment(number, times[0], times[count] - times[0], out.array(), count);
    }

    /** Neighbours in the file, which is nearly all of them, are read at once. */
    private void copy(List<Sample> samples, ByteBuffer out) throws IOException {
        int i = 0;
        while (i < samples.size()) {
            long from = samples.get(i).offset();
            long to = from;
            while (i < samples.size() && samples.get(i).offset() == to) {
                to += samples.get(i).size();
                i++;
            }
            ByteBuffer run = out.slice(out.position(), (int) (to - from));
            FragmentedMp4.readFully(channel, from, run);
            out.position(out.position() + (int) (to - from));
        }
    }

    private static int unsigned(int number, long value) throws CmafViolation {
        if (value < 0 || value > 0xFFFF_FFFFL) {
            throw new CmafViolation("offset-range", "a duration in segment " + number, 0xFFFF_FFFFL, value);
        }
        return (int) value;
    }

    private static int signed(int number, long value) throws CmafViolation {
        if (value < Integer.MIN_VALUE || value > Integer.MAX_VALUE) {
            throw new CmafViolation(
                    "offset-range", "a composition offset in segment " + number, Integer.MAX_VALUE, value);
        }
        return (int) value;
    }

    private static ByteBuffer box(ByteBuffer out, int size, String type) {
        return code(out.putInt(size), type);
    }

    private static ByteBuffer code(ByteBuffer out, String code) {
        return out.put(code.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
