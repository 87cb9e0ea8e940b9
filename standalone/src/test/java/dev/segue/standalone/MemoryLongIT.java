package dev.segue.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.contract.Probed;
import dev.segue.contract.SegmentsReady;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A long film needs no more memory than a short one: neither FFmpeg's nor ours. {@code mvn verify -Plong}. */
@Tag("long")
class MemoryLongIT {
    private static final Logger LOG = LoggerFactory.getLogger("figures");
    private static final long MB = 1_000_000;

    @TempDir
    Path folder;

    @Test
    void tenMinutesTakeWhatOneMinuteTakes() throws Exception {
        try (StagesByHand stages = StagesByHand.splitting(
                Pipeline.shared().laptop().context(), Map.of("segue.splitter.chunk-seconds", 12))) {
            run(stages, 20); // What is loaded once and for all.
            Peaks minute = run(stages, 60);
            Peaks minutes = run(stages, 600);

            LOG.atInfo().addKeyValue("one", minute).addKeyValue("ten", minutes).log("memory in bytes");
            assertThat(minutes.splitting).isLessThan(minute.splitting + 40 * MB);
            assertThat(minutes.encoding).isLessThan(minute.encoding * 11 / 10);
            // Eight bytes a frame for its time; there are 13,500 more.
            assertThat(minutes.heap).isLessThan(Math.max(0, minute.heap) + 10 * MB);
        }
    }

    /**
     * The most that a process held.
     *
     * @param splitting ffprobe and FFmpeg while the times are read
     * @param encoding FFmpeg with the last long chunk
     * @param heap what this JVM holds of the film when it is split
     */
    private record Peaks(long splitting, long encoding, long heap) {}

    private Peaks run(StagesByHand stages, int seconds) throws Exception {
        String name = "film" + seconds + ".mp4";
        Tool.ffmpeg(
                folder,
                ("-f lavfi -i testsrc2=s=640x360:r=25:d=" + seconds + " -c:v libx264 -preset ultrafast -g 50 " + name)
                        .split(" "));
        Path film = folder.resolve(name);
        Probed probed = stages.probe("memory" + seconds, film, "fast-ladder", scratch());
        long before = heap();
        List<SegmentsReady> units;
        long splitting;
        try (Watch watch = new Watch()) {
            units = stages.split(probed, scratch());
            splitting = watch.peak.get();
        }
        long held = heap() - before;
        try (Watch watch = new Watch()) {
            // The first are short, the last ones too.
            stages.encode(units.get(units.size() / 3), scratch());
            return new Peaks(splitting, watch.peak.get(), held);
        }
    }

    private Path scratch() throws IOException {
        return Files.createTempDirectory(folder, "work");
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Looks at the high-water mark of every FFmpeg and ffprobe that this JVM has started, fifty times a second. */
    private static final class Watch implements AutoCloseable {
        private final AtomicLong peak = new AtomicLong();
        private final Thread thread = Thread.ofPlatform().daemon().start(this::run);

        private void run() {
            try {
                while (true) {
                    ProcessHandle.current()
                            .descendants()
                            .filter(p -> p.info().command().orElse("").matches(".*/ff(mpeg|probe)"))
                            .forEach(p -> peak.accumulateAndGet(highWater(p.pid()), Math::max));
                    Thread.sleep(20);
                }
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
        }

        private static long highWater(long pid) {
            try {
                return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                        .filter(line -> line.startsWith("VmHWM:"))
                        .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElse(0);
            } catch (IOException ended) {
                return 0;
            }
        }

        @Override
        public void close() {
            thread.interrupt();
        }
    }
}
