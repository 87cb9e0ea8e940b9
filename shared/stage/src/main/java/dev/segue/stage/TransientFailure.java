package dev.segue.stage;

import dev.segue.contract.CodedFailure;

/**
 * The surroundings failed, not the media: trying again may help. The runtime retries with back-off, then dead-letters.
 *
 * <p>The code is stable, counted and documented: {@code store-unavailable}, {@code ffmpeg-deadline}.
 */
public final class TransientFailure extends Exception implements CodedFailure {
    private final String code;

    public TransientFailure(String code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public TransientFailure(String code, String message) {
        super(message);
        this.code = code;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public boolean passing() {
        return true;
    }
}
