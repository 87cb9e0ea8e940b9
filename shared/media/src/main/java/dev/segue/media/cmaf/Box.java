package dev.segue.media.cmaf;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A box in memory (ISO/IEC 14496-12, 4.2).
 *
 * @param start where its header begins within the buffer it was found in
 * @param end where the next one begins
 * @param body what follows the header
 */
record Box(String type, int start, int end, ByteBuffer body) {
    private static final int HEADER = 8;
    private static final int LARGE_HEADER = 16;

    /** The boxes that fill {@code buffer} from its position to its limit; the buffer itself is left as it is. */
    static List<Box> in(ByteBuffer buffer) throws MalformedMp4Exception {
        List<Box> boxes = new ArrayList<>();
        int at = buffer.position();
        while (at < buffer.limit()) {
            Box box = at(buffer, at);
            boxes.add(box);
            at = box.end;
        }
        return boxes;
    }

    private static Box at(ByteBuffer buffer, int at) throws MalformedMp4Exception {
        int room = buffer.limit() - at;
        if (room < HEADER) {
            throw new MalformedMp4Exception(room + " stray bytes where a box should begin");
        }
        long size = Integer.toUnsignedLong(buffer.getInt(at));
        String type = fourCc(buffer, at + 4);
        int header = HEADER;
        if (size == 1 && room >= LARGE_HEADER) {
            size = buffer.getLong(at + HEADER);
            header = LARGE_HEADER;
        } else if (size == 0) {
            size = room;
        }
        if (size < header || size > room) {
            throw new MalformedMp4Exception("box '" + type + "' claims " + size + " bytes where " + room + " are left");
        }
        int end = at + (int) size;
        return new Box(type, at, end, buffer.slice(at + header, end - at - header));
    }

    static String fourCc(ByteBuffer buffer, int at) {
        byte[] code = new byte[4];
        buffer.get(at, code);
        return new String(code, StandardCharsets.ISO_8859_1);
    }

    List<Box> children() throws MalformedMp4Exception {
        return in(body);
    }

    Optional<Box> find(String child) throws MalformedMp4Exception {
        return children().stream().filter(b -> b.type.equals(child)).findFirst();
    }

    /** The box reached by going down through these types. */
    Box get(String... path) throws MalformedMp4Exception {
        Box box = this;
        for (String step : path) {
            Box parent = box;
            box = box.find(step)
                    .orElseThrow(() -> new MalformedMp4Exception("box '" + parent.type + "' has no '" + step + "'"));
        }
        return box;
    }

    /** A view of the body that can be read forward. */
    ByteBuffer reader() {
        return body.duplicate();
    }
}
