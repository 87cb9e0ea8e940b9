package dev.segue.encoder;

/**
 * An output is not what the unit asks for; the message holds both numbers. Codes: frame-count, frame-time, sound-short,
 * init-differs.
 */
final class GateViolation extends Exception {
    private final String code;

    GateViolation(String code, String message) {
        super(message);
        this.code = code;
    }

    String code() {
        return code;
    }
}
