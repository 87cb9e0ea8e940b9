package dev.segue.assembler;

import java.util.Locale;

/** One rendition of one run of a video; as a text, the key of its state. */
record RenditionKey(String videoId, int generation, String rendition) {
    /** From its text. */
    static RenditionKey of(String text) {
        String[] parts = text.split("/", -1);
        return new RenditionKey(parts[0], Integer.parseInt(parts[1]), parts[2]);
    }

    /** The key of a unit's facts. Zeros in front make the units of a rendition a range in the order of their numbers. */
    String part(int unit) {
        return this + "/" + String.format(Locale.ROOT, "%010d", unit);
    }

    /** No id holds a '/', so no rendition's key is the beginning of another's. */
    @Override
    public String toString() {
        return videoId + "/" + generation + "/" + rendition;
    }
}
