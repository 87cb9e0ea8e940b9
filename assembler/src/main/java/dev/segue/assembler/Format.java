package dev.segue.assembler;

import dev.segue.contract.SegmentEncoded;
import dev.segue.contract.StoredObject;

/** What all units of a rendition must have in common, or their segments would not play behind one init segment. */
record Format(String codecs, long timescale, StoredObject init) {
    static Format of(SegmentEncoded.Output output) {
        return new Format(output.codecs(), output.timescale(), output.init());
    }

    /** Throws when {@code other}, of the given unit, is not the same. */
    void sameAs(RenditionKey key, int unit, Format other) {
        if (timescale != other.timescale) {
            throw Violation.differs(Violation.Code.TIMESCALE_DIFFERS, key, unit, timescale, other.timescale);
        }
        if (!codecs.equals(other.codecs)) {
            throw Violation.differs(Violation.Code.CODECS_DIFFER, key, unit, codecs, other.codecs);
        }
        if (!init.equals(other.init)) {
            throw Violation.differs(Violation.Code.INIT_DIFFERS, key, unit, init, other.init);
        }
    }
}
