package dev.segue.standalone.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What Linux tells of processes under {@code /proc}; empty elsewhere, and for processes that have ended. */
final class ProcFiles {
    private static final Path PROC = Path.of("/proc");
    /** The unit of times in {@code /proc}, on every platform Linux runs on (USER_HZ, see proc(5)). */
    private static final long TICKS_PER_SECOND = 100;

    private static final int USER = 11;
    private static final int CHILDREN_USER = 13;
    private static final int CHILDREN_SYSTEM = 14;

    private ProcFiles() {}

    static boolean exist() {
        return Files.isReadable(PROC.resolve("self/stat"));
    }

    /** Processor time of all children of this process that have ended, and of their children. */
    static Duration endedChildren() throws IOException {
        String[] fields = fields(PROC.resolve("self"));
        return ofTicks(Long.parseLong(fields[CHILDREN_USER]) + Long.parseLong(fields[CHILDREN_SYSTEM]));
    }

    private static String[] fields(Path process) throws IOException {
        String stat = Files.readString(process.resolve("stat"));
        // The program's name, in brackets, may hold anything; the fields after it are counted from the third.
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    }

    private static Duration ofTicks(long ticks) {
        return Duration.ofNanos(ticks * (1_000_000_000L / TICKS_PER_SECOND));
    }

    /** Processor time of a process, of those that descend from it, and of their children that have ended; none where nobody tells. */
    static Duration cpu(long pid) {
        return ProcessHandle.of(pid).stream()
                .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()))
                .map(process -> ofOne(process.pid()))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static Duration ofOne(long pid) {
        try {
            String[] fields = fields(PROC.resolve(String.valueOf(pid)));
            long ticks = 0;
            for (int i = USER; i <= CHILDREN_SYSTEM; i++) {
                ticks += Long.parseLong(fields[i]);
            }
            return ofTicks(ticks);
        } catch (IOException ended) {
            return Duration.ZERO;
        }
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
