package dev.segue.media.ffmpeg;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Runs FFmpeg. Safe for use by many threads, which must be platform threads: see {@link Confinement}. */
public final class Ffmpeg {
    /** Never reads the terminal, overwrites what an earlier attempt left, and says only what went wrong. */
    private static final List<String> ALWAYS = List.of("-nostdin", "-hide_banner", "-y", "-v", "error");

    private final FfmpegBinaries binaries;
    private final Confinement confinement;
    private final Clock clock;
    private final RunSpans spans;

    /** Without sandbox or limits. */
    public Ffmpeg(FfmpegBinaries binaries, Clock clock) {
        this(binaries, Confinement.none(), clock);
    }

    /** Without a trace of its runs. */
    public Ffmpeg(FfmpegBinaries binaries, Confinement confinement, Clock clock) {
        this(binaries, confinement, clock, RunSpans.none());
    }

    public Ffmpeg(FfmpegBinaries binaries, Confinement confinement, Clock clock, RunSpans spans) {
        this.binaries = binaries;
        this.confinement = confinement;
        this.clock = clock;
        this.spans = spans;
    }

    /**
     * Runs FFmpeg until it ends. At the deadline, or when the thread is interrupted, it is asked to stop and killed a second later;
     * no process is left when this method returns or throws. Its standard output is thrown away.
     *
     * @param arguments everything after the program's name; {@code -nostdin -hide_banner -y -v error} go before them
     * @param workingDirectory against which relative paths in {@code arguments} are read; in a sandbox the only folder it can
     *     write to, and the only one with media
     * @throws FfmpegFailedException when it ends with another status than 0, or at the deadline
     */
    public FfmpegResult run(List<String> arguments, Path workingDirectory, Instant deadline)
            throws FfmpegFailedException, InterruptedException {
        return run(arguments, workingDirectory, deadline, OutputLines.ignored());
    }

    /**
     * The same, with standard output handed on line by line as it comes, on a thread of the runner.
     *
     * @param maxOutputBytes FFmpeg is stopped when it writes more to its standard output
     */
    public FfmpegResult run(
            List<String> arguments,
            Path workingDirectory,
            Instant deadline,
            long maxOutputBytes,
            Consumer<String> lines)
            throws FfmpegFailedException, InterruptedException {
        return run(arguments, workingDirectory, deadline, new OutputLines(maxOutputBytes, lines));
    }

    private FfmpegResult run(List<String> arguments, Path workingDirectory, Instant deadline, OutputLines output)
            throws FfmpegFailedException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(binaries.ffmpeg().toString());
        command.addAll(ALWAYS);
        command.addAll(arguments);
        return spans.of(
                "ffmpeg", () -> new FfmpegProcess(command, workingDirectory, output, confinement).run(clock, deadline));
    }
}
