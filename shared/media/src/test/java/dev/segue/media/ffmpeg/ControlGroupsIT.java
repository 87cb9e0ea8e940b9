package dev.segue.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real cgroup v2 tree, which needs the right to write to it; it may be one without controllers. */
class ControlGroupsIT {
    @TempDir
    Path folder;

    private Path parent = Path.of("/");

    @BeforeEach
    void makeAGroup() {
        parent = Stream.of("/sys/fs/cgroup", "/sys/fs/cgroup/unified")
                .map(Path::of)
                .filter(root -> Files.exists(root.resolve("cgroup.subtree_control")))
                .map(root ->
                        root.resolve("segue-test-" + ProcessHandle.current().pid()))
                .filter(ControlGroupsIT::made)
                .findFirst()
                .orElse(parent);
        assumeTrue(!parent.equals(Path.of("/")), "no cgroup v2 tree that can be written to");
    }

    @AfterEach
    void removeIt() throws Exception {
        if (!parent.equals(Path.of("/"))) {
            Files.delete(parent);
        }
    }

    @Test
    void aProcessLivesInAGroupOfItsOwnThatGoesWithIt() throws Exception {
        Limits limits = new Limits(ConfinementTest.SETTINGS, true);
        ControlGroups groups = new ControlGroups(parent, Map.of());

        try (ControlGroups.Leaf leaf = groups.leaf()) {
            TrialRun run =
                    TrialRun.of(limits.wrap(List.of("cat", "/proc/self/cgroup"), Duration.ofSeconds(10), leaf.entry()));

            assertThat(run.worked()).as(run.output()).isTrue();
            assertThat(ControlGroups.path(run.output()))
                    .endsWith(parent.getFileName() + "/segue-ffmpeg-"
                            + ProcessHandle.current().pid() + "-1");
            assertThat(leaf.ranOutOfMemory()).isFalse();
        }

        try (Stream<Path> left = Files.list(parent)) {
            assertThat(left.filter(Files::isDirectory)).isEmpty();
        }
    }

    @Test
    void groupsOfAJvmThatWasKilledAreRemovedAtTheNextStart() throws Exception {
        new ControlGroups(parent, Map.of()).leaf();

        new ControlGroups(parent, Map.of());

        try (Stream<Path> left = Files.list(parent)) {
            assertThat(left.filter(Files::isDirectory)).isEmpty();
        }
    }

    private static boolean made(Path group) {
        try {
            Files.createDirectory(group);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
