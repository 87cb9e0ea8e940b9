package dev.segue.media.cmaf;

import java.nio.ByteBuffer;

/**
 * The header of a track, read out of {@code ftyp} and {@code moov}.
 *
 * @param bytes both boxes, without an edit list
 * @param mediaStart the media time at which the removed edit list began to present, in ticks; 0 where there was none
 * @param defaults what fragments need not repeat
 */
record InitSegment(byte[] bytes, int trackId, long timescale, long mediaStart, SampleDefaults defaults) {
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
        return new InitSegment(bytes, trackId, timescale, mediaStart(track), defaults);
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
        int movieHeader = movie.end() - movie.start() - movie.body().capacity();
        int trackAt = movieHeader + track.start();
        int trackHeader = track.end() - track.start() - track.body().capacity();
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
