package dev.segue.standalone.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** What the figures were measured on; names no host and no path. */
public record Machine(int cores, String processor, long memoryBytes, String system, String java, String ffmpeg) {
    public static Machine here(String ffmpegVersion) {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                ProcFiles.processor(),
                system.getTotalMemorySize(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                System.getProperty("java.version"),
                ffmpegVersion);
    }
}
