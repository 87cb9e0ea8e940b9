package dev.segue.assembler;

/**
 * What the units announced so far are to be together.
 *
 * @param units those that were announced
 * @param frames pictures in all of them; 0 for sound
 * @param end when the last of them ends: of a picture in ticks of its rendition, of sound in microseconds
 */
record Planned(Units units, long frames, long end) {
    static final Planned NOTHING = new Planned(Units.NONE, 0, 0);

    /** With one more unit; the same object when it is known. */
    Planned with(Input.Announced unit) {
        return units.has(unit.unit())
                ? this
                : new Planned(units.with(unit.unit()), frames + unit.frames(), Math.max(end, unit.end()));
    }
}
