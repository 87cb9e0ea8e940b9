package dev.segue.media.ffmpeg;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Control groups (cgroup v2), one for each process, below a group that systemd has handed over to us: {@code Delegate=yes} of a unit.
 * What it has not handed over is left alone even where we had the right to write, since it would be undone without notice. Source:
 * systemd's <a href="https://systemd.io/CGROUP_DELEGATION">CGROUP_DELEGATION</a>, the kernel's cgroup-v2.rst.
 */
final class ControlGroups {
    private static final Logger LOG = LoggerFactory.getLogger(ControlGroups.class);
    private static final Path MOUNT = Path.of("/sys/fs/cgroup");
    private static final String PREFIX = "segue-ffmpeg-";
    private static final String PROCESSES = "cgroup.procs";

    private final Path parent;
    private final Map<String, String> limits;
    private final AtomicLong made = new AtomicLong();

    /**
     * @param parent holds no processes of its own, and has the controllers of the limits enabled
     * @param limits values by file name ({@code memory.max})
     */
    ControlGroups(Path parent, Map<String, String> limits) {
        this.parent = parent;
        this.limits = Map.copyOf(limits);
        sweep();
    }

    /** Those that this process may make. */
    static Optional<ControlGroups> delegated(Map<String, String> limits) {
        try {
            Path own = MOUNT.resolve(path(Files.readString(Path.of("/proc/self/cgroup"))));
            if (isDelegated(own)) {
                // A group with children that are limited must not hold processes itself.
                Path worker = Files.createDirectories(own.resolve("segue-worker"));
                for (String pid : Files.readAllLines(own.resolve(PROCESSES))) {
                    Files.writeString(worker.resolve(PROCESSES), pid);
                }
            } else if (own.getParent() != null && isDelegated(own.getParent())) {
                own = own.getParent();
            } else {
                return Optional.empty();
            }
            for (String controller : List.of("memory", "pids", "cpu")) {
                if (limits.keySet().stream().anyMatch(file -> file.startsWith(controller + "."))) {
                    Files.writeString(own.resolve("cgroup.subtree_control"), "+" + controller);
                }
            }
            return Optional.of(new ControlGroups(own, limits));
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("no control groups");
            return Optional.empty();
        }
    }

    /** From the line of cgroup v2, {@code 0::/system.slice/segue.service}, without the slash in front. */
    static String path(String selfCgroup) {
        return selfCgroup
                .lines()
                .filter(line -> line.startsWith("0::/"))
                .map(line -> line.substring(4))
                .findFirst()
                .orElse("");
    }

    private static boolean isDelegated(Path group) throws IOException {
        UserDefinedFileAttributeView view = Files.getFileAttributeView(group, UserDefinedFileAttributeView.class);
        if (view == null || !Files.isWritable(group.resolve("cgroup.subtree_control"))) {
            return false;
        }
        if (!view.list().contains("delegate")) {
            return false;
        }
        ByteBuffer value = ByteBuffer.allocate(8);
        view.read("delegate", value);
        return new String(value.array(), 0, value.position(), StandardCharsets.US_ASCII).equals("1");
    }

    /** A new group. */
    Leaf leaf() throws IOException {
        Path group = Files.createDirectory(
                parent.resolve(PREFIX + ProcessHandle.current().pid() + "-" + made.incrementAndGet()));
        Leaf leaf = new Leaf(group);
        try {
            for (Map.Entry<String, String> limit : limits.entrySet()) {
                Files.writeString(group.resolve(limit.getKey()), limit.getValue());
            }
            return leaf;
        } catch (IOException e) {
            leaf.close();
            throw e;
        }
    }

    /** The group of one process and its children. */
    static final class Leaf implements AutoCloseable {
        private final Path group;

        private Leaf(Path group) {
            this.group = group;
        }

        /** A process that writes 0 into it is in the group from then on. */
        Path entry() {
            return group.resolve(PROCESSES);
        }

        /** Whether the kernel killed somebody in it because the limit was reached. */
        boolean ranOutOfMemory() {
            try {
                return Files.readAllLines(group.resolve("memory.events")).stream()
                        .anyMatch(line -> line.startsWith("oom_kill ") && !line.equals("oom_kill 0"));
            } catch (IOException e) {
                return false;
            }
        }

        /** Removes it once it is empty; where it is not yet, the next start does. */
        @Override
        public void close() {
            try {
                Files.deleteIfExists(group);
            } catch (IOException e) {
                LOG.atDebug().setCause(e).addKeyValue("group", group).log("control group is not empty yet");
            }
        }
    }

    /** Groups with living processes cannot be removed, so nobody's is taken away. */
    private void sweep() {
        try (DirectoryStream<Path> groups = Files.newDirectoryStream(parent, PREFIX + "*")) {
            groups.forEach(group -> new Leaf(group).close());
        } catch (IOException e) {
            LOG.atDebug().setCause(e).addKeyValue("group", parent).log("control groups cannot be listed");
        }
    }
}
