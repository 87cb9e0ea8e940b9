package dev.segue.standalone.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;

/** What Linux tells of processes under {@code /proc}; empty elsewhere, and for processes that have ended. */
final class ProcFiles {
    private static final Path PROC = Path.of("/proc");
    /** The unit of times in {@code /proc}, on every platform Linux runs on (USER_HZ, see proc(5)). */
    private static final long TICKS_PER_SECOND = 100;

    private static final int CHILDREN_USER = 13;
    private static final int CHILDREN_SYSTEM = 14;

    private ProcFiles() {}

    static boolean exist() {
        return Files.isReadable(PROC.resolve("self/stat"));
    }

    /** Processor time of all children of this process that have ended, and of their children. */
    static Duration endedChildren() throws IOException {
        String stat = Files.readString(PROC.resolve("self/stat"));
        // The program's name, in brackets, may hold anything; the fields after it are counted from the third.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = Long.parseLong(fields[CHILDREN_USER]) + Long.parseLong(fields[CHILDREN_SYSTEM]);
        return Duration.ofNanos(ticks * (1_000_000_000L / TICKS_PER_SECOND));
    }

    /** Memory that a process holds. */
    static OptionalLong residentBytes(long pid) {
        try {
            for (String line :
                    Files.readAllLines(PROC.resolve(String.valueOf(pid)).resolve("status"))) {
                if (line.startsWith("VmRSS:")) {
                    return OptionalLong.of(1024 * Long.parseLong(line.replaceAll("\\D", "")));
                }
            }
        } catch (IOException ended) {
            return OptionalLong.empty();
        }
        return OptionalLong.empty();
    }

    /** Name of the processor, or of its architecture where the system does not tell. */
    static String processor() {
        try {
            for (String line : Files.readAllLines(PROC.resolve("cpuinfo"))) {
                if (line.startsWith("model name")) {
                    return line.substring(line.indexOf(':') + 1).strip();
                }
            }
        } catch (IOException notLinux) {
            return System.getProperty("os.arch");
        }
        return System.getProperty("os.arch");
    }
}
