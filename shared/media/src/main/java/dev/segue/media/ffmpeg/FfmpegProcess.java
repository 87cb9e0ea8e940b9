package dev.segue.media.ffmpeg;

import com.github.kokorin.jaffree.JaffreeException;
import com.github.kokorin.jaffree.log.LogMessage;
import com.github.kokorin.jaffree.process.ProcessHandler;
import com.github.kokorin.jaffree.process.StdReader;
import com.github.kokorin.jaffree.process.Stopper;
import dev.segue.contract.ProgramRun;
import dev.segue.media.ffmpeg.FfmpegFailedException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One run of FFmpeg or ffprobe on Jaffree's process handling, which reads both outputs and waits. Four things Jaffree does not do
 * are done here: it logs the whole command line, in which presigned addresses stand, so the process is started here; it has no
 * working directory; its forced stop is a keystroke on standard input, which a hung process never reads, so signals are sent; and it
 * keeps every line of error output in memory, so a reader of our own keeps the tail.
 */
final class FfmpegProcess extends ProcessHandler<OutputTail> implements Stopper {
    /** Time to end by itself after the polite signal; FFmpeg needs some to close its outputs. */
    private static final long GRACE_MS = 1_000;

    private final List<String> command;
    private final Path workingDirectory;
    private final OutputTail tail = new OutputTail();
    private volatile @Nullable Process process;
    private volatile @Nullable Reason stopped;
    private volatile boolean interrupted;

    FfmpegProcess(List<String> command, Path workingDirectory, OutputLines output) {
        super(Path.of(command.get(0)), "ffmpeg");
        this.command = List.copyOf(command);
        this.workingDirectory = workingDirectory;
        setStopper(this);
        setStdErrReader(new Reader(tail, this::drain));
        setStdOutReader(new Reader(null, in -> {
            if (!output.read(in)) {
                stop(Reason.OUTPUT_TOO_LARGE);
            }
        }));
    }

    /** Runs to the end, be it its own or a forced one; no process is left when this returns. */
    FfmpegResult run(Clock clock, Instant deadline) throws FfmpegFailedException, InterruptedException {
        Instant begin = clock.instant();
        Duration left = Duration.between(begin, deadline);
        if (left.isNegative() || left.isZero()) {
            throw failure(Reason.DEADLINE, null, null);
        }
        Thread guard = Thread.ofVirtual().unstarted(() -> guard(left));
        try {
            start();
            guard.start();
            execute();
        } catch (IOException e) {
            throw failure(Reason.NOT_STARTED, null, e);
        } catch (JaffreeException e) {
            if (interrupted && stopped == null) {
                throw new InterruptedException("interrupted while running " + command.get(0));
            }
            if (stopped == null) {
                throw failure(Reason.EXIT, exitStatus(), e);
            }
        } finally {
            guard.interrupt();
        }
        Reason why = stopped;
        if (why != null) {
            throw failure(why, null, null);
        }
        return new FfmpegResult(told(), Duration.between(begin, clock.instant()));
    }

    private void start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(workingDirectory.toFile());
        builder.environment().put("AV_LOG_FORCE_NOCOLOR", "1");
        // Would make it write a log with the whole command line into the working directory.
        builder.environment().remove("FFREPORT");
        process = builder.start();
        process.getOutputStream().close();
    }

    @Override
    public synchronized OutputTail execute() {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException("not started");
        }
        try {
            return interactWithProcess(running);
        } finally {
            kill(running);
        }
    }

    private @Nullable Integer exitStatus() {
        Process ended = process;
        return ended == null || ended.isAlive() ? null : ended.exitValue();
    }

    private void guard(Duration left) {
        Process running = process;
        try {
            if (running != null && !running.waitFor(left.toMillis(), TimeUnit.MILLISECONDS)) {
                stop(Reason.DEADLINE);
            }
        } catch (InterruptedException e) {
            // The run is over.
            Thread.currentThread().interrupt();
        }
    }

    private void stop(Reason reason) {
        if (stopped == null) {
            stopped = reason;
        }
        forceAfterGrace();
    }

    private void forceAfterGrace() {
        Process running = process;
        if (running == null) {
            return;
        }
        running.destroy();
        try {
            if (!running.waitFor(GRACE_MS, TimeUnit.MILLISECONDS)) {
                running.destroyForcibly();
            }
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static void kill(Process running) {
        running.destroyForcibly();
        boolean again = false;
        while (running.isAlive()) {
            try {
                running.waitFor();
            } catch (InterruptedException e) {
                again = true;
            }
        }
        if (again) {
            Thread.currentThread().interrupt();
        }
    }

    private FfmpegFailedException failure(Reason reason, @Nullable Integer status, @Nullable Throwable cause) {
        return new FfmpegFailedException(reason, status, told(), cause);
    }

    private ProgramRun told() {
        String program = Path.of(command.get(0)).getFileName().toString();
        return new ProgramRun(Masking.commandLine(program, command.subList(1, command.size())), tail.text());
    }

    private void drain(InputStream in) throws IOException {
        byte[] buffer = new byte[8_192];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            tail.add(buffer, n);
        }
    }

    @Override
    public void graceStop() {
        forceAfterGrace();
    }

    /** Called by Jaffree when the waiting thread is interrupted, and only then. */
    @Override
    public void forceStop() {
        interrupted = true;
        forceAfterGrace();
    }

    @Override
    public void setProcess(Process started) {
        // Known already: it is started here.
    }

    /** Reads one of the outputs. */
    private interface Reading {
        void read(InputStream in) throws IOException;
    }

    /** A reader that never throws: Jaffree would interrupt the waiting thread, as if somebody had asked to stop. */
    private final class Reader implements StdReader<OutputTail> {
        private final @Nullable OutputTail result;
        private final Reading reading;

        /** Jaffree wants exactly one of the two readers to have a result. */
        Reader(@Nullable OutputTail result, Reading reading) {
            this.result = result;
            this.reading = reading;
        }

        @Override
        public @Nullable OutputTail read(InputStream in) {
            try {
                reading.read(in);
            } catch (IOException e) {
                // The pipe is gone with its process, whose end tells the rest.
            } catch (RuntimeException e) {
                stop(Reason.BAD_OUTPUT);
            }
            return result;
        }

        @Override
        public List<LogMessage> getErrorLogMessages() {
            return List.of();
        }
    }
}
