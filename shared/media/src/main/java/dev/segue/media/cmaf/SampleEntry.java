package dev.segue.media.cmaf;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The description of a track's samples ({@code stsd}).
 *
 * @param type its four-character code
 * @param body what follows its header
 * @param timescale the track's ticks a second
 */
record SampleEntry(String type, ByteBuffer body, long timescale) {
    private static final int VISUAL_FIELDS = 78;
    private static final int AUDIO_FIELDS = 28;

    /** What is to be read out of a sample entry, which may end too early. */
    @FunctionalInterface
    interface Reading<T> {
        T of(SampleEntry entry) throws MalformedMp4Exception;
    }

    static <T> T read(byte[] init, Reading<T> reading) throws MalformedMp4Exception {
        try {
            return reading.of(of(init));
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new MalformedMp4Exception("a box ends before its last field", e);
        }
    }

    private static SampleEntry of(byte[] init) throws MalformedMp4Exception {
        Box media = Box.in(ByteBuffer.wrap(init)).stream()
                .filter(b -> b.type().equals("moov"))
                .findFirst()
                .orElseThrow(() -> new MalformedMp4Exception("the init segment has no 'moov'"))
                .get("trak", "mdia");
        ByteBuffer mdhd = media.get("mdhd").body();
        long timescale = Integer.toUnsignedLong(mdhd.getInt(mdhd.get(0) == 1 ? 20 : 12));
        ByteBuffer stsd = media.get("minf", "stbl", "stsd").reader();
        stsd.position(8);
        Box entry = Box.in(stsd).get(0);
        return new SampleEntry(entry.type(), entry.body(), timescale);
    }

    int width() {
        return Short.toUnsignedInt(body.getShort(24));
    }

    int height() {
        return Short.toUnsignedInt(body.getShort(26));
    }

    /** The codec's own box behind a picture's fields. */
    ByteBuffer visualBox(String box) throws MalformedMp4Exception {
        return box(VISUAL_FIELDS, box);
    }

    /** The codec's own box behind a sound's fields. */
    ByteBuffer audioBox(String box) throws MalformedMp4Exception {
        return box(AUDIO_FIELDS, box);
    }

    /** What the container says of a picture's colours. */
    @Nullable
    ColorInfo declaredColor() throws MalformedMp4Exception {
        ByteBuffer colr = find(VISUAL_FIELDS, "colr").map(Box::reader).orElse(null);
        return colr != null && Box.fourCc(colr, 0).equals("nclx") ? ColorInfo.of(colr) : null;
    }

    /** The same, or what codec strings mean where nothing is said. */
    ColorInfo color() throws MalformedMp4Exception {
        ColorInfo declared = declaredColor();
        return declared == null ? ColorInfo.BT709 : declared;
    }

    private Optional<Box> find(int fields, String wanted) throws MalformedMp4Exception {
        ByteBuffer rest = body.slice(fields, body.limit() - fields);
        return Box.in(rest).stream().filter(b -> b.type().equals(wanted)).findFirst();
    }

    private ByteBuffer box(int fields, String wanted) throws MalformedMp4Exception {
        return find(fields, wanted)
                .orElseThrow(() -> new MalformedMp4Exception("sample entry '" + type + "' has no '" + wanted + "'"))
                .reader();
    }
}
