package dev.segue.media.cmaf;

import dev.segue.media.cmaf.FragmentedMp4.Sample;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Gathers the samples that {@code moof} boxes describe (ISO/IEC 14496-12, 8.8.4 to 8.8.12). */
final class FragmentReader {
    // A day of 120 pictures a second is 10.4 million; a count beyond this is a lie that would only fill the memory.
    private static final int MOST_SAMPLES = 16_000_000;

    private final InitSegment init;
    private final long fileLength;
    private final List<Sample> samples = new ArrayList<>();
    private long nextDts;

    FragmentReader(InitSegment init, long fileLength) {
        this.init = init;
        this.fileLength = fileLength;
    }

    List<Sample> samples() {
        return samples;
    }

    void add(long moofAt, byte[] moof) throws MalformedMp4Exception {
        Box fragment = Box.in(ByteBuffer.wrap(moof)).get(0);
        for (Box traf : fragment.children()) {
            if (traf.type().equals("traf")) {
                track(moofAt, traf);
            }
        }
    }

    private void track(long moofAt, Box traf) throws MalformedMp4Exception {
        ByteBuffer tfhd = traf.get("tfhd").reader();
        int flags = tfhd.getInt();
        int trackId = tfhd.getInt();
        if (trackId != init.trackId()) {
            throw new MalformedMp4Exception(
                    "a fragment is of track " + trackId + " but the file's track is " + init.trackId());
        }
        // Without an explicit base, that of the first track of a fragment is its moof, with or without the flag that
        // says so.
        long base = (flags & 0x1) != 0 ? tfhd.getLong() : moofAt;
        if ((flags & 0x2) != 0) {
            tfhd.getInt();
        }
        SampleDefaults of = init.defaults();
        SampleDefaults defaults = new SampleDefaults(
                (flags & 0x8) != 0 ? Integer.toUnsignedLong(tfhd.getInt()) : of.duration(),
                (flags & 0x10) != 0 ? Integer.toUnsignedLong(tfhd.getInt()) : of.size(),
                (flags & 0x20) != 0 ? tfhd.getInt() : of.flags());
        if (traf.find("tfdt").isPresent()) {
            ByteBuffer tfdt = traf.get("tfdt").reader();
            nextDts = tfdt.getInt() >>> 24 == 1 ? tfdt.getLong() : Integer.toUnsignedLong(tfdt.getInt());
        }
        long at = base;
        for (Box trun : traf.children()) {
            if (trun.type().equals("trun")) {
                at = run(trun.reader(), base, at, defaults);
            }
        }
    }

    /** @return where the run's data ends, which is where one that names no place begins */
    private long run(ByteBuffer trun, long base, long after, SampleDefaults defaults) throws MalformedMp4Exception {
        int head = trun.getInt();
        boolean signed = head >>> 24 != 0;
        long count = Integer.toUnsignedLong(trun.getInt());
        if (samples.size() + count > MOST_SAMPLES) {
            throw new MalformedMp4Exception("the file claims more than " + MOST_SAMPLES + " samples");
        }
        long at = (head & 0x1) != 0 ? base + trun.getInt() : after;
        boolean hasFirstFlags = (head & 0x4) != 0;
        int firstFlags = hasFirstFlags ? trun.getInt() : 0;
        for (long i = 0; i < count; i++) {
            long duration = (head & 0x100) != 0 ? Integer.toUnsignedLong(trun.getInt()) : defaults.duration();
            long size = (head & 0x200) != 0 ? Integer.toUnsignedLong(trun.getInt()) : defaults.size();
            int flags = (head & 0x400) != 0 ? trun.getInt() : defaults.flags();
            if (i == 0 && hasFirstFlags) {
                flags = firstFlags;
            }
            long offset = 0;
            if ((head & 0x800) != 0) {
                int raw = trun.getInt();
                offset = signed ? raw : Integer.toUnsignedLong(raw);
            }
            if (size < 1 || size > Integer.MAX_VALUE || at < 0 || at > fileLength - size) {
                throw new MalformedMp4Exception("sample " + samples.size() + " claims " + size + " bytes at " + at
                        + " of a file of " + fileLength);
            }
            boolean sync = (flags & SampleFlags.NON_SYNC_BIT) == 0;
            samples.add(new Sample(nextDts, nextDts + offset, duration, at, (int) size, sync));
            nextDts += duration;
            at += size;
        }
        return at;
    }
}
