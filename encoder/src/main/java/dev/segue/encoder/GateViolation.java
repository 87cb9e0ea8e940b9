package dev.segue.encoder;

import java.util.Locale;

/** An output is not what the unit asks for; the message holds what was wanted and what was found. */
final class GateViolation extends Exception {
    private final Code code;

    GateViolation(Code code, String what, Object wanted, Object found) {
        super(code + ": " + what + ": expected " + wanted + " but found " + found);
        this.code = code;
    }

    String code() {
        return code.toString();
    }

    /** Stable and documented, with {@code unit-} in front, beside those of {@code CmafViolation}. */
    enum Code {
        /** Frames are missing or too many. */
        FRAME_COUNT,
        /** A frame is not at its time. */
        FRAME_TIME,
        /** There are more bytes than the rate control can have let through. */
        SIZE,
        /** Reading the source broke off, and the sound ends there. */
        SOUND_SHORT,
        /** The sound goes on after it was to be cut off. */
        SOUND_LONG,
        /** The rendition has another init segment already. */
        INIT_DIFFERS,
        /** A decoder finds a fault in the segments. */
        UNDECODABLE,
        /** A decoder makes another number of frames of the segments than they hold. */
        DECODED_FRAMES;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
