package dev.segue.media.cmaf;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The header of a track, read out of {@code ftyp} and {@code moov}.
 *
 * @param bytes both boxes, without an edit list
 * @param movieAt where {@code moov} begins in them
 * @param trackAt where its {@code trak} begins
 * @param afterTrackHeader where an edit list belongs
 * @param mediaStart the media time at which the removed edit list began to present, in ticks; 0 where there was none
 * @param defaults what fragments need not repeat
 */
record InitSegment(
        byte[] bytes,
        int movieAt,
        int trackAt,
        int afterTrackHeader,
        int trackId,
        long timescale,
        long mediaStart,
        SampleDefaults defaults) {
    /** {@code edts} with a version 1 {@code elst} of one entry (ISO/IEC 14496-12, 8.6.6). */
    private static final int EDIT_LIST = 8 + 16 + 20;

    /** @throws MalformedMp4Exception also when there is not exactly one track */
    static InitSegment of(byte[] ftyp, byte[] moov) throws MalformedMp4Exception {
        Box movie = Box.in(ByteBuffer.wrap(moov)).get(0);
        long tracks =
                movie.children().stream().filter(b -> b.type().equals("trak")).count();
        if (tracks != 1) {
            throw new MalformedMp4Exception("expected one track but there are " + tracks);
        }
        Box track = movie.get("trak");
        int trackId = afterVersionedTimes(track.get("tkhd"));
        long timescale = Integer.toUnsignedLong(afterVersionedTimes(track.get("mdia", "mdhd")));
        if (timescale == 0) {
            throw new MalformedMp4Exception("the track's timescale is 0");
        }
        SampleDefaults defaults = SampleDefaults.NONE;
        if (movie.find("mvex").isPresent()) {
            ByteBuffer trex = movie.get("mvex", "trex").reader();
            trex.position(trex.position() + 12);
            defaults = new SampleDefaults(
                    Integer.toUnsignedLong(trex.getInt()), Integer.toUnsignedLong(trex.getInt()), trex.getInt());
        }
        byte[] plain = withoutEditList(moov, movie, track);
        byte[] bytes = new byte[ftyp.length + plain.length];
        System.arraycopy(ftyp, 0, bytes, 0, ftyp.length);
        System.arraycopy(plain, 0, bytes, ftyp.length, plain.length);
        int trackAt = ftyp.length + headerOf(movie) + track.start();
        int afterTrackHeader = trackAt + headerOf(track) + track.get("tkhd").end();
        return new InitSegment(
                bytes, ftyp.length, trackAt, afterTrackHeader, trackId, timescale, mediaStart(track), defaults);
    }

    private static int headerOf(Box box) {
        return box.end() - box.start() - box.body().capacity();
    }

    /** The bytes with an edit list of one edit that lasts as long as there is media (duration 0 in a fragmented file). */
    byte[] startingAt(long mediaTime) {
        ByteBuffer out = ByteBuffer.allocate(bytes.length + EDIT_LIST);
        out.put(bytes, 0, afterTrackHeader);
        out.putInt(EDIT_LIST).put("edts".getBytes(StandardCharsets.US_ASCII));
        out.putInt(EDIT_LIST - 8).put("elst".getBytes(StandardCharsets.US_ASCII));
        out.putInt(0x0100_0000).putInt(1).putLong(0).putLong(mediaTime).putInt(0x0001_0000);
        out.put(bytes, afterTrackHeader, bytes.length - afterTrackHeader);
        shrink(out.array(), movieAt, -EDIT_LIST);
        shrink(out.array(), trackAt, -EDIT_LIST);
        return out.array();
    }

    /** tkhd's track id and mdhd's timescale both follow two times that are as wide as the version says. */
    private static int afterVersionedTimes(Box box) {
        ByteBuffer body = box.body();
        return body.getInt(body.get(0) == 1 ? 20 : 12);
    }

    private static long mediaStart(Box track) throws MalformedMp4Exception {
        if (track.find("edts").isEmpty()) {
            return 0;
        }
        ByteBuffer list = track.get("edts", "elst").reader();
        boolean wide = list.getInt() >>> 24 == 1;
        int entries = list.getInt();
        for (int i = 0; i < entries; i++) {
            long mediaTime;
            if (wide) {
                list.getLong();
                mediaTime = list.getLong();
            } else {
                list.getInt();
                mediaTime = list.getInt();
            }
            list.getInt();
            // -1 marks an empty edit, which delays the track and names no media.
            if (mediaTime >= 0) {
                return mediaTime;
            }
        }
        return 0;
    }

    /**
     * Presentation time must be decode time plus composition offset alone. Fragment offsets count from their moof, so nothing
     * else changes when the moov shrinks.
     */
    private static byte[] withoutEditList(byte[] moov, Box movie, Box track) throws MalformedMp4Exception {
        Box edts = track.find("edts").orElse(null);
        if (edts == null) {
            return moov;
        }
        int movieHeader = headerOf(movie);
        int trackAt = movieHeader + track.start();
        int trackHeader = headerOf(track);
        int from = trackAt + trackHeader + edts.start();
        int length = edts.end() - edts.start();
        byte[] shorter = new byte[moov.length - length];
        System.arraycopy(moov, 0, shorter, 0, from);
        System.arraycopy(moov, from + length, shorter, from, shorter.length - from);
        shrink(shorter, 0, length);
        shrink(shorter, trackAt, length);
        return shorter;
    }

    private static void shrink(byte[] bytes, int at, int by) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int size = buffer.getInt(at);
        if (size == 1) {
            buffer.putLong(at + 8, buffer.getLong(at + 8) - by);
        } else if (size != 0) {
            buffer.putInt(at, size - by);
        }
    }
}
