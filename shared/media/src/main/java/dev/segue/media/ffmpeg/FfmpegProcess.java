package dev.segue.media.ffmpeg;

import com.github.kokorin.jaffree.JaffreeException;
import com.github.kokorin.jaffree.process.ProcessHandler;
import com.github.kokorin.jaffree.process.Stopper;
import dev.segue.contract.ProgramRun;
import dev.segue.media.ffmpeg.FfmpegFailedException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
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

    /** How Java tells of a process that was killed: 128 and the number of the signal. */
    private static final int SIGKILLED = 137;

    /** What FFmpeg or its libraries read: where programs and libraries are, the language, how to reach hosts, whom to trust. */
    private static final Set<String> ENVIRONMENT = Set.of(
            "PATH",
            "LD_LIBRARY_PATH",
            "LANG",
            "LC_ALL",
            "TZ",
            "SSL_CERT_FILE",
            "SSL_CERT_DIR",
            "http_proxy",
            "https_proxy",
            "no_proxy");

    private final List<String> command;
    private final @Nullable Path workingDirectory;
    private final Confinement confinement;
    private final OutputTail tail = new OutputTail();
    private final CpuTime cpu = new CpuTime();
    private volatile @Nullable Process process;
    private volatile @Nullable Reason stopped;
    private volatile boolean interrupted;

    /** @param workingDirectory may be absent for a program that reads and writes no files */
    FfmpegProcess(List<String> command, @Nullable Path workingDirectory, OutputLines output, Confinement confinement) {
        super(Path.of(command.get(0)), "ffmpeg");
        this.command = List.copyOf(command);
        this.workingDirectory = workingDirectory;
        this.confinement = confinement;
        setStopper(this);
        Runnable unreadable = () -> stop(Reason.BAD_OUTPUT);
        setStdErrReader(new OutputReader(tail, tail::drain, unreadable));
        setStdOutReader(new OutputReader(
                null,
                in -> {
                    if (!output.read(in)) {
                        stop(Reason.OUTPUT_TOO_LARGE);
                    }
                },
                unreadable));
    }

    /** Runs to the end, be it its own or a forced one; no process is left when this returns. */
    FfmpegResult run(Clock clock, Instant deadline) throws FfmpegFailedException, InterruptedException {
        Instant begin = clock.instant();
        Duration left = Duration.between(begin, deadline);
        if (left.isNegative() || left.isZero()) {
            throw failure(Reason.DEADLINE, null, null);
        }
        Thread guard = Thread.ofVirtual().unstarted(() -> guard(left));
        try (Confinement.Cage cage = confinement.cage(command, workingDirectory, left)) {
            start(cage.command());
            guard.start();
            judge(cage);
        } catch (IOException e) {
            throw failure(Reason.NOT_STARTED, null, e);
        } finally {
            guard.interrupt();
        }
        return new FfmpegResult(told(), Duration.between(begin, clock.instant()), cpu.total());
    }

    private void judge(Confinement.Cage cage) throws FfmpegFailedException, InterruptedException {
        JaffreeException thrown = null;
        try {
            execute();
        } catch (JaffreeException e) {
            thrown = e;
        }
        Reason why = stopped;
        if (why != null) {
            throw failure(why, null, null);
        }
        if (interrupted) {
            throw new InterruptedException("interrupted while running " + command.get(0));
        }
        if (thrown != null) {
            Integer status = exitStatus();
            // We did not send that signal, and besides the kernel nobody does.
            boolean killed = status != null && status == SIGKILLED;
            throw failure(killed || cage.ranOutOfMemory() ? Reason.OUT_OF_MEMORY : Reason.EXIT, status, thrown);
        }
    }

    private void start(List<String> caged) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(caged);
        if (workingDirectory != null) {
            builder.directory(workingDirectory.toFile());
        }
        // Ours holds the keys of the store; and FFREPORT, for one, would have it write its whole command line to a
        // file.
        builder.environment().keySet().retainAll(ENVIRONMENT);
        // SVT-AV1 introduces itself in twenty lines unless told to speak of errors only; FFmpeg has no option for that.
        builder.environment().put("SVT_LOG", "1");
        builder.environment().put("AV_LOG_FORCE_NOCOLOR", "1");
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
            new ProcessTree(running).kill();
        }
    }

    private @Nullable Integer exitStatus() {
        Process ended = process;
        return ended == null || ended.isAlive() ? null : ended.exitValue();
    }

    private void guard(Duration left) {
        Process running = process;
        if (running == null) {
            return;
        }
        StallWatch watch = new StallWatch(confinement.stallTimeout());
        long end = System.nanoTime() + left.toNanos();
        try {
            while (!cpu.await(running, watch.pause(Duration.ofNanos(end - System.nanoTime())))) {
                if (System.nanoTime() >= end) {
                    stop(Reason.DEADLINE);
                    return;
                }
                if (cpu.isTold() && watch.stalled(cpu.total())) {
                    stop(Reason.STALLED);
                    return;
                }
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
        ProcessTree tree = new ProcessTree(running);
        tree.ask();
        try {
            if (!running.waitFor(GRACE_MS, TimeUnit.MILLISECONDS)) {
                tree.kill();
            }
        } catch (InterruptedException e) {
            tree.kill();
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
}
