package dev.segue.media.ffmpeg;

import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** FFmpeg or ffprobe did not end well. Neither the message nor anything else in it holds a signature of an address. */
public final class FfmpegFailedException extends Exception {
    /** How it ended. */
    public enum Reason {
        /** It ended itself with a status other than 0. */
        EXIT,
        /** It was stopped because the deadline had come. */
        DEADLINE,
        /** It was stopped because it wrote more than is allowed. */
        OUTPUT_TOO_LARGE,
        /** It was killed by the kernel because it, or the machine, was out of memory. */
        OUT_OF_MEMORY,
        /** It could not be started. */
        NOT_STARTED,
        /** What it wrote cannot be read. */
        BAD_OUTPUT
    }

    /** A range beyond the end (416) is the fault of a broken file and not of who serves it. */
    private static final Pattern UNREACHABLE =
            Pattern.compile("Connection (refused|reset|timed out)|Operation timed out"
                    + "|Network is unreachable|No route to host|Failed to resolve hostname|Stream ends prematurely"
                    + "|Server returned (?!416)|HTTP error (?!416)");

    private static final Pattern DISK_FULL = Pattern.compile("No space left on device|Disk quota exceeded");

    private static final Pattern NO_MEMORY =
            Pattern.compile("Cannot allocate memory|malloc of size \\d+ failed|std::bad_alloc");

    private final Reason reason;
    private final @Nullable Integer exitStatus;
    private final String log;
    private final String commandLine;

    FfmpegFailedException(
            Reason reason, @Nullable Integer exitStatus, String log, String commandLine, @Nullable Throwable cause) {
        super(summary(reason, exitStatus, log, commandLine), cause);
        this.reason = reason;
        this.exitStatus = exitStatus;
        this.log = log;
        this.commandLine = commandLine;
    }

    public Reason reason() {
        return reason;
    }

    /** Its exit status, where it ended itself. */
    public OptionalInt exitStatus() {
        return exitStatus == null ? OptionalInt.empty() : OptionalInt.of(exitStatus);
    }

    /**
     * Whether the place that the source is read from did not answer as it should. Nothing is known of the media then, and trying
     * again may help.
     */
    public boolean sourceUnreachable() {
        return reason == Reason.EXIT && UNREACHABLE.matcher(log).find();
    }

    /**
     * The code under which a failure that was not the media's fault is counted and documented. What FFmpeg says of memory may also
     * come of media that asks for absurd amounts.
     */
    public String code() {
        return switch (reason) {
            case DEADLINE -> "ffmpeg-deadline";
            case OUT_OF_MEMORY -> "ffmpeg-out-of-memory";
            case NOT_STARTED -> "ffmpeg-not-started";
            case OUTPUT_TOO_LARGE, BAD_OUTPUT -> "ffmpeg-failed";
            case EXIT -> {
                if (DISK_FULL.matcher(log).find()) {
                    yield "disk-full";
                }
                yield NO_MEMORY.matcher(log).find() ? "ffmpeg-out-of-memory" : "ffmpeg-failed";
            }
        };
    }

    /** The last 64 KB at most of what it wrote to its standard error. */
    public String log() {
        return log;
    }

    /** The command, signatures masked. */
    public String commandLine() {
        return commandLine;
    }

    private static String summary(Reason reason, @Nullable Integer exitStatus, String log, String commandLine) {
        String end =
                switch (reason) {
                    case EXIT -> "ended with status " + exitStatus;
                    case DEADLINE -> "was stopped at its deadline";
                    case OUTPUT_TOO_LARGE -> "was stopped because it wrote too much";
                    case OUT_OF_MEMORY -> "was killed for want of memory";
                    case NOT_STARTED -> "could not be started";
                    case BAD_OUTPUT -> "wrote what cannot be read";
                };
        String program = commandLine.substring(0, Math.max(0, commandLine.indexOf(' ')));
        String last = log.substring(log.lastIndexOf('\n') + 1);
        return program + " " + end + (last.isEmpty() ? "" : ": " + last);
    }
}
