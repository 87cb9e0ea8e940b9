package dev.segue.media.ffmpeg;

import dev.segue.contract.CodedFailure;
import dev.segue.contract.ProgramRun;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * FFmpeg or ffprobe did not end well. Neither the message nor anything else in it holds a signature of an address.
 *
 * <p>To a stage's runtime every such end may pass: a stopped server, a full disk, too little memory and a fault of the media
 * often look alike, so the attempts decide. Who judges media asks {@link #surroundingsFailed} first.
 */
public final class FfmpegFailedException extends Exception implements CodedFailure {
    /** How it ended. */
    public enum Reason {
        /** It ended itself with a status other than 0. */
        EXIT,
        /** It was stopped because the deadline had come. */
        DEADLINE,
        /** It was stopped because it had not ended, yet did nothing any more. */
        STALLED,
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

    /** What the C library says; FFmpeg passes it on. */
    private static final Pattern DISK_FULL = Pattern.compile("No space left on device|Disk quota exceeded");

    private static final Pattern NO_MEMORY =
            Pattern.compile("Cannot allocate memory|malloc of size \\d+ failed|std::bad_alloc");

    /** By SIGKILL, which nobody sends but the kernel that is out of memory, or an operator. Our own are told by the reason. */
    private static final int KILLED = 128 + 9;

    private static final Pattern MISSING = Pattern.compile("(Server returned|HTTP error) 404");

    private final Reason reason;
    private final @Nullable Integer exitStatus;
    private final ProgramRun run;

    FfmpegFailedException(Reason reason, @Nullable Integer exitStatus, ProgramRun run, @Nullable Throwable cause) {
        super(summary(reason, exitStatus, run), cause);
        this.reason = reason;
        this.exitStatus = exitStatus;
        this.run = run;
    }

    public Reason reason() {
        return reason;
    }

    /** Its exit status, where it ended itself. */
    public OptionalInt exitStatus() {
        return exitStatus == null ? OptionalInt.empty() : OptionalInt.of(exitStatus);
    }

    /**
     * Whether it ended for want of time, of memory, of space, of the program, or of the place that the source is read from. Nothing
     * is known of the media then. What FFmpeg itself says of memory does not count: media that asks for absurd amounts has it say
     * the same.
     */
    public boolean surroundingsFailed() {
        return surroundings().isPresent();
    }

    @Override
    public String code() {
        return surroundings()
                .orElseGet(() -> NO_MEMORY.matcher(log()).find() ? "ffmpeg-out-of-memory" : "ffmpeg-failed");
    }

    private Optional<String> surroundings() {
        return Optional.ofNullable(
                switch (reason) {
                    case DEADLINE -> "ffmpeg-deadline";
                    case STALLED -> "ffmpeg-stalled";
                    case OUT_OF_MEMORY -> "ffmpeg-out-of-memory";
                    case NOT_STARTED -> "ffmpeg-not-started";
                    case EXIT -> surroundingsAtExit();
                    case OUTPUT_TOO_LARGE, BAD_OUTPUT -> null;
                });
    }

    private @Nullable String surroundingsAtExit() {
        if (UNREACHABLE.matcher(log()).find()) {
            return MISSING.matcher(log()).find() ? "object-missing" : "store-unavailable";
        }
        if (DISK_FULL.matcher(log()).find()) {
            return "disk-full";
        }
        return exitStatus().orElse(0) == KILLED ? "ffmpeg-out-of-memory" : null;
    }

    @Override
    public boolean passing() {
        return true;
    }

    @Override
    public Optional<ProgramRun> programRun() {
        return Optional.of(run);
    }

    /** The last 64 KB at most of what it wrote to its standard error. */
    public String log() {
        return run.log();
    }

    private static String summary(Reason reason, @Nullable Integer exitStatus, ProgramRun run) {
        String end =
                switch (reason) {
                    case EXIT -> "ended with status " + exitStatus;
                    case DEADLINE -> "was stopped at its deadline";
                    case STALLED -> "was stopped because it hung";
                    case OUTPUT_TOO_LARGE -> "was stopped because it wrote too much";
                    case OUT_OF_MEMORY -> "was killed for want of memory";
                    case NOT_STARTED -> "could not be started";
                    case BAD_OUTPUT -> "wrote what cannot be read";
                };
        String command = run.command();
        String log = run.log();
        String program = command.substring(0, Math.max(0, command.indexOf(' ')));
        String last = log.substring(log.lastIndexOf('\n') + 1);
        return program + " " + end + (last.isEmpty() ? "" : ": " + last);
    }
}
