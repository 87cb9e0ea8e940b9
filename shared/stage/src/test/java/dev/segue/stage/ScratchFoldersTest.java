package dev.segue.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchFoldersTest {
    @TempDir
    Path root;

    @Test
    void removesAFolderWithAllInItButFollowsNoLinks() throws Exception {
        Path outside = Files.writeString(root.resolve("original.mov"), "moov");
        try (ScratchFolders scratch = ScratchFolders.under(root.resolve("scratch"), 0)) {
            ScratchFolders.Folder unit = scratch.make(1, Duration.ZERO);
            Path folder = unit.path();
            Files.createDirectories(folder.resolve("a/b"));
            Files.writeString(folder.resolve("a/b/half.mp4"), "moov");
            Files.createSymbolicLink(folder.resolve("link"), outside.getParent());
            unit.close();

            assertThat(folder).doesNotExist();
            assertThat(outside).exists();
        }
    }

    @Test
    void leavesNothingWhenTheProcessEnds() throws Exception {
        ScratchFolders scratch = ScratchFolders.under(root, 0);
        Files.writeString(scratch.make(1, Duration.ZERO).path().resolve("half.mp4"), "moov");
        scratch.close();

        assertThat(list()).isEmpty();
    }

    @Test
    void sweepsWhatDeadProcessesLeftAndNothingElse() throws Exception {
        Path dead = Files.createDirectories(root.resolve("scratch-dead/unit-1"));
        Files.writeString(dead.resolve("half.mp4"), "moov");
        Files.writeString(root.resolve("scratch-dead.lock"), "");
        Path stranger = Files.createDirectories(root.resolve("somebody-else"));
        try (ScratchFolders alive = ScratchFolders.under(root, 0)) {
            Path inUse = alive.make(1, Duration.ZERO).path();
            try (ScratchFolders second = ScratchFolders.under(root, 0)) {
                assertThat(root.resolve("scratch-dead")).doesNotExist();
                assertThat(root.resolve("scratch-dead.lock")).doesNotExist();
                assertThat(inUse).exists();
                assertThat(stranger).exists();
            }
        }
    }

    @Test
    void aUnitLargerThanTheDiskGetsNoFolder() throws Exception {
        try (ScratchFolders scratch = ScratchFolders.under(root, 0)) {
            long disk = Files.getFileStore(root).getTotalSpace();
            assertThatThrownBy(() -> scratch.make(disk + 1, Duration.ZERO))
                    .isInstanceOfSatisfying(
                            TransientFailure.class, e -> assertThat(e.code()).isEqualTo("disk-full"));
        }
        assertThat(list()).isEmpty();
    }

    /** The lock must go with the process, however it ends, which only another process can show. */
    @Test
    void sweepsTheFolderOfAProcessThatWasKilled() throws Exception {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        HoldsScratch.class.getName(),
                        root.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Path held = Path.of(other.inputReader().readLine());
        try (ScratchFolders second = ScratchFolders.under(root, 0)) {
            assertThat(held.resolve("half.mp4")).exists();
        } finally {
            other.destroyForcibly().waitFor();
        }

        try (ScratchFolders third = ScratchFolders.under(root, 0)) {
            assertThat(held).doesNotExist();
        }
        assertThat(list()).isEmpty();
    }

    /** Takes a folder and waits to be killed. */
    static final class HoldsScratch {
        public static void main(String[] args) throws Exception {
            Path folder = ScratchFolders.under(Path.of(args[0]), 0)
                    .make(1, Duration.ZERO)
                    .path();
            Files.writeString(folder.resolve("half.mp4"), "moov");
            System.out.println(folder);
            Thread.sleep(Duration.ofMinutes(1));
        }
    }

    private List<Path> list() throws Exception {
        try (Stream<Path> paths = Files.list(root)) {
            return paths.toList();
        }
    }
}
