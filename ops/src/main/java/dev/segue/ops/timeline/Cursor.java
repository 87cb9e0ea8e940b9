package dev.segue.ops.timeline;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Where a page ended: the sort keys of its last row, so that what comes meanwhile neither hides nor doubles a row.
 *
 * @param at its time
 * @param keys what orders rows of the same time
 */
record Cursor(Instant at, List<String> keys) {
    private static final String SEPARATOR = "\n";

    Cursor {
        keys = List.copyOf(keys);
    }

    /** Opaque to callers: a page's {@code next} is to be given back as it is. */
    String text() {
        String all = at.getEpochSecond() + SEPARATOR + at.getNano() + SEPARATOR + String.join(SEPARATOR, keys);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(all.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads one.
     *
     * @param keys how many it must have
     * @throws QueryException with a sentence for the caller
     */
    static Cursor of(String text, int keys) {
        try {
            String all = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            List<String> parts = Arrays.asList(all.split(SEPARATOR, -1));
            if (parts.size() == keys + 2 && Projected.isStorable(all)) {
                Instant at = Instant.ofEpochSecond(Long.parseLong(parts.get(0)), Long.parseLong(parts.get(1)));
                if (Projected.isStorable(at)) {
                    return new Cursor(at, parts.subList(2, parts.size()));
                }
            }
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            throw new QueryException(unreadable(), e);
        }
        throw new QueryException(unreadable());
    }

    private static String unreadable() {
        return "cursor must be the \"next\" of the page before, unchanged.";
    }
}
