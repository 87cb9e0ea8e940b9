package dev.segue.prober;

/**
 * A rule that a profile breaks. Thrown by the records of a profile; {@link ProfileFile} adds the file and the line, which it finds by
 * the field.
 */
final class ProfileFault extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String field;

    private ProfileFault(String field, String sentence) {
        super((field.isEmpty() ? "" : field + " ") + sentence);
        this.field = field;
    }

    /** Where the fault is, from the record that found it: {@code rungs[2].height}; empty for the record itself. */
    String field() {
        return field;
    }

    /** @param sentence follows the field's name: {@code must be even but is 361} */
    static void unless(boolean holds, String field, String sentence) {
        if (!holds) {
            throw new ProfileFault(field, sentence);
        }
    }
}
