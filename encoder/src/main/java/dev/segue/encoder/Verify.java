package dev.segue.encoder;

/** How much of what was encoded is decoded again to see whether it can be ({@code segue.encoder.verify}). */
public enum Verify {
    /** The smallest rendition and sound tracks whole; of the others one segment of one in turn: about 1 % of the encoder's work. */
    SAMPLE,
    /** Everything. */
    FULL,
    OFF
}
