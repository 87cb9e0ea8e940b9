package dev.segue.assembler;

import dev.segue.contract.CodedFailure;
import java.util.Locale;

/**
 * Outputs that do not fit together. It is a defect of a stage before this one, never of the media, so the event that shows it
 * becomes a dead letter; the code is stable and the message names both sides.
 */
final class Violation extends RuntimeException implements CodedFailure {
    private static final long serialVersionUID = 1;

    private final Code code;

    Violation(Code code, RenditionKey key, String sentence) {
        super(code + ": " + key + ": " + sentence);
        this.code = code;
    }

    static Violation differs(Code code, RenditionKey key, int unit, Object known, Object found) {
        return new Violation(code, key, "unit " + unit + " has " + found + " but units before it have " + known);
    }

    @Override
    public String code() {
        return code.toString();
    }

    /** The same outputs will not fit better another time. */
    @Override
    public boolean passing() {
        return false;
    }

    /** Listed with what to look at in the module's README. */
    enum Code {
        /** The codec strings of two units are not the same. */
        CODECS_DIFFER,
        /** The pictures of one film have different numbers of frames. */
        FRAMES_DIFFER,
        /** A picture has more or fewer frames than its units announced. */
        FRAME_TOTAL,
        /** A segment starts after the one before it has ended. */
        GAP,
        /** The init segments of two units are not the same bytes. */
        INIT_DIFFERS,
        /** The record's key is not the event's video, so its units may be counted in several places. */
        KEY_DIFFERS,
        /** The first segment starts so late that the beginning must be missing. */
        LATE_START,
        /** A picture ends earlier or later than its units announced. */
        LENGTH,
        /** A segment starts before the one before it has ended. */
        OVERLAP,
        /** Two units announce different facts about their rendition. */
        PLAN_DIFFERS,
        /** A segment's number occurs twice. */
        SEGMENT_DOUBLE,
        /** A segment's number does not occur. */
        SEGMENT_MISSING,
        /** The sound goes on after the film has ended. */
        SOUND_LONG,
        /** The first segment starts before the film. */
        START_BEFORE_ZERO,
        /** The timescales of two units are not the same. */
        TIMESCALE_DIFFERS,
        /** A unit's number is beyond the announced number of units. */
        UNIT_OUT_OF_RANGE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
