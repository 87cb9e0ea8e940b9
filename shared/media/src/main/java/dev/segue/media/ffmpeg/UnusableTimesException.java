package dev.segue.media.ffmpeg;

/** The stream has no frames, or its frames cannot be put in an order by time, not even after decoding them. */
public final class UnusableTimesException extends Exception {
    public UnusableTimesException(String message) {
        super(message);
    }
}
