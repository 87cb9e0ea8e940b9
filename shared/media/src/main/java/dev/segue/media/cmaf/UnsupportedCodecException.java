package dev.segue.media.cmaf;

/** A sample entry whose codec Segue does not make yet; {@link #sampleEntry()} is its four-character code. */
public final class UnsupportedCodecException extends RuntimeException {
    private final String sampleEntry;

    public UnsupportedCodecException(String sampleEntry) {
        super("no codec string is known for sample entries of type '" + sampleEntry + "'");
        this.sampleEntry = sampleEntry;
    }

    public String sampleEntry() {
        return sampleEntry;
    }
}
