package dev.segue.media.cmaf;

/** Bytes that break the rules of ISO/IEC 14496-12, or a file this package does not read; the message says which and where. */
public final class MalformedMp4Exception extends Exception {
    public MalformedMp4Exception(String message) {
        super(message);
    }

    public MalformedMp4Exception(String message, Throwable cause) {
        super(message, cause);
    }
}
