package dev.segue.media.ffmpeg;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Keeps the last bytes of an endless stream. */
final class OutputTail {
    /** FFmpeg can complain about every frame of a film; what matters stands at the end, and 64 KB are some 500 lines. */
    static final int CAPACITY = 64 * 1024;

    private final byte[] ring = new byte[CAPACITY];
    private long written;

    synchronized void add(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            ring[(int) (written++ % CAPACITY)] = bytes[i];
        }
    }

    /** Takes all there is to come. */
    void drain(InputStream in) throws IOException {
        byte[] buffer = new byte[8_192];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            add(buffer, n);
        }
    }

    /** The kept text without signatures of addresses; where the beginning is lost it starts with a whole line. */
    synchronized String text() {
        int length = (int) Math.min(written, CAPACITY);
        byte[] kept = new byte[length];
        long first = written - length;
        for (int i = 0; i < length; i++) {
            kept[i] = ring[(int) ((first + i) % CAPACITY)];
        }
        String text = new String(kept, StandardCharsets.UTF_8);
        if (first > 0) {
            // Half a line may be the second half of a presigned address, which masking would not recognise.
            text = text.substring(text.indexOf('\n') + 1);
        }
        return Masking.mask(text).strip();
    }
}
