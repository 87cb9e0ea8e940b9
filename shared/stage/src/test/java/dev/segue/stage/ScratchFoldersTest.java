package dev.segue.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
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
        try (ScratchFolders scratch = ScratchFolders.under(root.resolve("scratch"))) {
            Path folder = scratch.make();
            Files.createDirectories(folder.resolve("a/b"));
            Files.writeString(folder.resolve("a/b/half.mp4"), "moov");
            Files.createSymbolicLink(folder.resolve("link"), outside.getParent());
            scratch.remove(folder);

            assertThat(folder).doesNotExist();
            assertThat(outside).exists();
        }
    }

    @Test
    void leavesNothingWhenTheProcessEnds() throws Exception {
        ScratchFolders scratch = ScratchFolders.under(root);
        Files.writeString(scratch.make().resolve("half.mp4"), "moov");
        scratch.close();

        assertThat(list()).isEmpty();
    }

    @Test
    void sweepsWhatDeadProcessesLeftAndNothingElse() throws Exception {
        Path dead = Files.createDirectories(root.resolve("scratch-dead/unit-1"));
        Files.writeString(dead.resolve("half.mp4"), "moov");
        Files.writeString(root.resolve("scratch-dead.lock"), "");
        Path stranger = Files.createDirectories(root.resolve("somebody-else"));
        try (ScratchFolders alive = ScratchFolders.under(root)) {
            Path inUse = alive.make();
            try (ScratchFolders second = ScratchFolders.under(root)) {
                assertThat(root.resolve("scratch-dead")).doesNotExist();
                assertThat(root.resolve("scratch-dead.lock")).doesNotExist();
                assertThat(inUse).exists();
                assertThat(stranger).exists();
            }
        }
    }

    private List<Path> list() throws Exception {
        try (Stream<Path> paths = Files.list(root)) {
            return paths.toList();
        }
    }
}
