package dev.segue.standalone.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Measures from when it is made until it is read: processor time of this JVM and of its children, and, by looking four times a
 * second, their memory and the bytes in a folder. Children must have ended before it is read.
 */
public final class UsageMeter implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(250);

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final @Nullable Path scratch;
    private final Map<Long, Duration> seen = new HashMap<>();
    private final long began = System.nanoTime();
    private final long ownBegan = system.getProcessCpuTime();
    private final Duration childrenBegan = endedChildren();
    private final Thread thread;
    private long peakChildren;
    private long peakOwn;
    private long peakScratch;
    private volatile long measuring;

    private UsageMeter(@Nullable Path scratch) {
        this.scratch = scratch;
        this.thread = Thread.ofPlatform().name("usage").daemon().unstarted(this::run);
    }

    /** @param scratch a folder whose size is measured too */
    public static UsageMeter start(@Nullable Path scratch) {
        UsageMeter meter = new UsageMeter(scratch);
        meter.thread.start();
        return meter;
    }

    /** What was used so far. */
    public synchronized Usage read() {
        Duration wall = Duration.ofNanos(System.nanoTime() - began);
        Duration own = Duration.ofNanos(system.getProcessCpuTime() - ownBegan - measuring);
        Duration children = ProcFiles.exist()
                ? endedChildren().minus(childrenBegan)
                : seen.values().stream().reduce(Duration.ZERO, Duration::plus);
        boolean told = ProcFiles.exist();
        return new Usage(wall, children, own, told ? peakChildren : null, told ? peakOwn : null, peakScratch);
    }

    private void run() {
        try {
            while (true) {
                look();
                measuring = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                Thread.sleep(LOOK);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void look() {
        long children = 0;
        List<ProcessHandle> running = ProcessHandle.current().descendants().toList();
        for (ProcessHandle child : running) {
            // Where ended children are not accounted, what was last seen of each is as near as one gets.
            child.info().totalCpuDuration().ifPresent(cpu -> seen.put(child.pid(), cpu));
            if (child.info().command().filter(UsageMeter::isFfmpeg).isPresent()) {
                children += ProcFiles.residentBytes(child.pid()).orElse(0);
            }
        }
        peakChildren = Math.max(peakChildren, children);
        peakOwn = Math.max(
                peakOwn, ProcFiles.residentBytes(ProcessHandle.current().pid()).orElse(0));
        if (scratch != null) {
            peakScratch = Math.max(peakScratch, bytesIn(scratch));
        }
    }

    private static boolean isFfmpeg(String program) {
        return program.endsWith("ffmpeg") || program.endsWith("ffprobe");
    }

    private static long bytesIn(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.mapToLong(UsageMeter::size).sum();
        } catch (IOException | UncheckedIOException changing) {
            // Files come and go while it is walked; the next look is soon.
            return 0;
        }
    }

    private static long size(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (NoSuchFileException gone) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Duration endedChildren() {
        try {
            return ProcFiles.exist() ? ProcFiles.endedChildren() : Duration.ZERO;
        } catch (IOException e) {
            throw new BenchFailedException("the processor time of children cannot be read", e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
