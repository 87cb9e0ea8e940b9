package dev.segue.media.ffmpeg;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Hands on standard output line by line as it comes.
 *
 * @param maxBytes most bytes to take
 */
record OutputLines(long maxBytes, Consumer<String> lines) {
    /** Lines are short; one that is not would fill the memory before it ends. */
    private static final int LONGEST_LINE = 1 << 20;

    /** Takes nothing but reads on, so that the process does not block. */
    static OutputLines ignored() {
        return new OutputLines(Long.MAX_VALUE, line -> {});
    }

    /** Reads to the end, or returns false as soon as there is more than allowed. */
    boolean read(InputStream in) throws IOException {
        byte[] buffer = new byte[16_384];
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        long total = 0;
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            total += n;
            int from = 0;
            for (int i = 0; i < n; i++) {
                if (buffer[i] == '\n') {
                    line.write(buffer, from, i - from);
                    lines.accept(line.toString(StandardCharsets.UTF_8));
                    line.reset();
                    from = i + 1;
                }
            }
            line.write(buffer, from, n - from);
            if (total > maxBytes || line.size() > LONGEST_LINE) {
                return false;
            }
        }
        if (line.size() > 0) {
            lines.accept(line.toString(StandardCharsets.UTF_8));
        }
        return true;
    }
}
