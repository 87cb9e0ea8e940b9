package dev.segue.stage;

/** The work is no longer this worker's: it was frozen or cut off for so long that the broker gave the record to another one. */
public final class LeaseLostException extends RuntimeException {
    LeaseLostException() {
        super("the record is no longer this worker's");
    }
}
