package dev.segue.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostSettingsTest {
    @TempDir
    Path folder;

    @Test
    void machinesWhoseNamesDoNotResolveAreStillToldApart() throws Exception {
        Path kernels = Files.writeString(folder.resolve("hostname"), "encoder-7\n");

        assertThat(HostSettings.unresolvedName(kernels)).isEqualTo("encoder-7");
        assertThat(HostSettings.unresolvedName(folder.resolve("none"))).isEqualTo("localhost");
    }
}
