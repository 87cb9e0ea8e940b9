package dev.segue.media.ffmpeg;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Starts a command with resource limits of its own, in a control group where there is one, and in a way that it ends with this JVM.
 *
 * @param endsWithUs whether the kernel is asked to kill the command when this JVM dies ({@code setpriv}, util-linux)
 */
record Limits(ConfinementSettings settings, boolean endsWithUs) {
    /**
     * The kernel keeps its promise to kill us with our parent from the moment it is asked on; a parent that died before is found out
     * by comparing. Limits that are lower already stay. At the soft limit of time FFmpeg ends itself; the hard one kills, which
     * would look like want of memory. Data, not address space: FFmpeg's threads reserve far more addresses than they ever use, the
     * more the more processors there are.
     */
    private static final String SCRIPT = """
            jvm=$1 group=$2 data=$3 file=$4 cpu=$5
            shift 5
            [ "$PPID" = "$jvm" ] || exit 70
            [ -z "$group" ] || echo 0 > "$group" || exit 71
            ulimit -c 0 2>/dev/null
            ulimit -n 256 2>/dev/null
            ulimit -H -t $((cpu + 10)) 2>/dev/null
            ulimit -S -t "$cpu" 2>/dev/null
            [ "$file" = 0 ] || ulimit -f "$file" 2>/dev/null
            [ "$data" = 0 ] || ulimit -d "$data" 2>/dev/null
            exec "$@"
            """;

    /** A process that works on as many processors as there are until its deadline does not reach it. */
    private static final long CPU_ROOM = 60;

    /**
     * The command within limits, as a list of arguments.
     *
     * @param left time to its deadline
     * @param group the file that processes enter a control group by, which then limits the memory
     */
    List<String> wrap(List<String> command, Duration left, @Nullable Path group) {
        List<String> args = new ArrayList<>();
        if (endsWithUs) {
            args.addAll(List.of("setpriv", "--pdeathsig", "KILL", "--"));
        }
        long cpu = left.toSeconds() * Runtime.getRuntime().availableProcessors() + CPU_ROOM;
        long kilobytes = group == null ? settings.memoryLimit() / 1024 : 0;
        args.addAll(List.of("sh", "-c", SCRIPT, "segue"));
        args.add(String.valueOf(ProcessHandle.current().pid()));
        args.add(group == null ? "" : group.toString());
        args.add(String.valueOf(kilobytes));
        // The unit of ulimit -f is a block of 512 bytes (POSIX).
        args.add(String.valueOf(settings.fileLimit() / 512));
        args.add(String.valueOf(cpu));
        args.addAll(command);
        return args;
    }
}
