package dev.segue.media.cmaf;

import java.util.Set;

/** The encoder's output does not keep what was asked of it, so no segments are made of it. */
public final class CmafViolation extends Exception {
    /** All codes there are. */
    public static final Set<String> CODES = Set.of(
            "frame-count",
            "duplicate-time",
            "not-sync",
            "open-group",
            "leading-picture",
            "offset-range",
            "audio-gap",
            "audio-offset",
            AudioSegments.UNEVEN,
            "no-samples",
            "segment-size");

    private final String code;
    private final long expected;
    private final long found;

    CmafViolation(String code, String what, long expected, long found) {
        super(code + ": " + what + ": expected " + expected + " but found " + found);
        if (!CODES.contains(code)) {
            throw new IllegalArgumentException("not listed: " + code);
        }
        this.code = code;
        this.expected = expected;
        this.found = found;
    }

    /** One of {@link #CODES}. */
    public String code() {
        return code;
    }

    public long expected() {
        return expected;
    }

    public long found() {
        return found;
    }
}
