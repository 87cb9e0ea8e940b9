package dev.segue.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Texts that are part of the contract: any difference fails, {@code -Dgolden.update=true} writes them anew to be looked at. */
final class Golden {
    private Golden() {}

    static void hold(Path file, String text) throws IOException {
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
        assertThat(file).as("run with -Dgolden.update=true to write it").exists();
        assertThat(text)
                .as("%s; if the change is wanted and additive, run with -Dgolden.update=true", file)
                .isEqualTo(Files.readString(file));
    }
}
