package dev.segue.media.cmaf;

/**
 * The encoder's output does not keep what was asked of it, so no segments are made of it.
 *
 * <p>Codes: {@code frame-count}, {@code duplicate-time}, {@code not-sync}, {@code open-group}, {@code leading-picture},
 * {@code offset-range}, {@code audio-gap}, {@code audio-offset}, {@code no-samples}, {@code segment-size}.
 */
public final class CmafViolation extends Exception {
    private final String code;
    private final long expected;
    private final long found;

    CmafViolation(String code, String what, long expected, long found) {
        super(code + ": " + what + ": expected " + expected + " but found " + found);
        this.code = code;
        this.expected = expected;
        this.found = found;
    }

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
