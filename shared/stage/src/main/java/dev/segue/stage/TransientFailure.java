package dev.segue.stage;

/**
 * The surroundings failed, not the media: trying again may help. The runtime retries with back-off, then dead-letters.
 *
 * <p>The code is stable, counted and documented: {@code store-unavailable}, {@code ffmpeg-deadline}.
 */
public final class TransientFailure extends Exception {
    private final String code;

    public TransientFailure(String code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public TransientFailure(String code, String message) {
        super(message);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
