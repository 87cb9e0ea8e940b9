package dev.segue.media.cmaf;

import java.io.EOFException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A fragmented MP4 file with one track: its header and where its samples lie. Only headers are held in memory; the samples'
 * bytes stay in the file, which must outlive this object.
 */
public final class FragmentedMp4 {
    private static final int LARGEST_FTYP = 64 * 1024;
    private static final int LARGEST_MOOV = 16 * 1024 * 1024;
    private static final int LARGEST_MOOF = 64 * 1024 * 1024;

    private final Path file;
    private final InitSegment init;
    private final List<Sample> samples;

    private FragmentedMp4(Path file, InitSegment init, List<Sample> samples) {
        this.file = file;
        this.init = init;
        this.samples = List.copyOf(samples);
    }

    /**
     * One picture or audio frame.
     *
     * @param dts decode time in ticks
     * @param pts presentation time in ticks: decode time plus composition offset, no edit list applied
     * @param duration in ticks
     * @param offset of its first byte in the file
     * @param size in bytes
     * @param sync whether decoding can begin with it
     */
    public record Sample(long dts, long pts, long duration, long offset, int size, boolean sync) {}

    /**
     * Reads all headers of a file.
     *
     * @throws MalformedMp4Exception when it is not a whole fragmented MP4 of one track, or not there
     */
    public static FragmentedMp4 read(Path file) throws IOException, MalformedMp4Exception {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new Scan(channel).run(file);
        } catch (NoSuchFileException e) {
            throw new MalformedMp4Exception("there is no file", e);
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new MalformedMp4Exception("a box ends before its last field", e);
        }
    }

    /** {@code ftyp} and {@code moov} without an edit list: the init segment of every segment made of this file. */
    public byte[] init() {
        return init.bytes().clone();
    }

    /**
     * The same with an edit list that begins presentation at a media time.
     *
     * @param mediaStart in ticks; 0 for no edit list
     */
    public byte[] init(long mediaStart) {
        return mediaStart == 0 ? init() : init.startingAt(mediaStart);
    }

    /** Ticks a second. */
    public long timescale() {
        return init.timescale();
    }

    public int trackId() {
        return init.trackId();
    }

    /**
     * The media time at which the file's edit list began to present, in ticks: what comes before only primes the decoder. 0
     * where there was no edit list.
     */
    public long mediaStart() {
        return init.mediaStart();
    }

    /** In decode order. */
    public List<Sample> samples() {
        return samples;
    }

    FileChannel open() throws IOException {
        return FileChannel.open(file, StandardOpenOption.READ);
    }

    /** Fills {@code into} up to its limit from {@code offset} on. */
    static void readFully(FileChannel channel, long offset, ByteBuffer into) throws IOException {
        long at = offset;
        while (into.hasRemaining()) {
            int count = channel.read(into, at);
            if (count < 0) {
                throw new EOFException("the file ends at " + at + ", " + into.remaining() + " bytes too early");
            }
            at += count;
        }
    }

    /** Walks over the boxes at the top of the file. */
    private static final class Scan {
        private final FileChannel channel;
        private final long length;
        private byte @Nullable [] ftyp;
        private @Nullable InitSegment init;
        private @Nullable FragmentReader fragments;

        Scan(FileChannel channel) throws IOException {
            this.channel = channel;
            this.length = channel.size();
        }

        FragmentedMp4 run(Path file) throws IOException, MalformedMp4Exception {
            long at = 0;
            while (at < length) {
                at = box(at);
            }
            if (init == null) {
                throw new MalformedMp4Exception("the file has no 'moov'");
            }
            return new FragmentedMp4(file, init, fragments == null ? new ArrayList<>() : fragments.samples());
        }

        private long box(long at) throws IOException, MalformedMp4Exception {
            long room = length - at;
            ByteBuffer header = ByteBuffer.allocate((int) Math.min(16, room));
            readFully(channel, at, header);
            long size = Integer.toUnsignedLong(header.getInt(0));
            String type = Box.fourCc(header, 4);
            if (size == 1) {
                size = header.getLong(8);
            } else if (size == 0) {
                size = room;
            }
            if (size < 8 || size > room) {
                throw new MalformedMp4Exception(
                        "box '" + type + "' at " + at + " claims " + size + " bytes where " + room + " are left");
            }
            switch (type) {
                case "ftyp" -> ftyp = whole(type, at, size, LARGEST_FTYP);
                case "moov" -> {
                    if (ftyp == null || init != null) {
                        throw new MalformedMp4Exception("expected one 'moov' after 'ftyp'");
                    }
                    init = InitSegment.of(ftyp, whole(type, at, size, LARGEST_MOOV));
                    fragments = new FragmentReader(init, length);
                }
                case "moof" -> {
                    if (fragments == null) {
                        throw new MalformedMp4Exception("a 'moof' comes before the 'moov'");
                    }
                    fragments.add(at, whole(type, at, size, LARGEST_MOOF));
                }
                default -> {
                    // Everything else is passed over: mdat is read sample by sample, the rest is not needed.
                }
            }
            return at + size;
        }

        private byte[] whole(String type, long at, long size, int most) throws IOException, MalformedMp4Exception {
            if (size > most) {
                throw new MalformedMp4Exception("box '" + type + "' of " + size + " bytes is too large");
            }
            byte[] bytes = new byte[(int) size];
            readFully(channel, at, ByteBuffer.wrap(bytes));
            return bytes;
        }
    }
}
