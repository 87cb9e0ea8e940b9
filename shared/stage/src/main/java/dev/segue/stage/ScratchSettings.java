package dev.segue.stage;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where handlers keep files while they work ({@code segue.scratch}).
 *
 * @param dir the folder under which each process makes its own; {@code segue} in the system's folder for temporary files when
 *     not given
 * @param keepFreeBytes what of its disk no unit is given
 */
@ConfigurationProperties("segue.scratch")
record ScratchSettings(
        @Nullable Path dir,
        @Bindable(defaultValue = "268435456") long keepFreeBytes) {
    ScratchSettings {
        if (keepFreeBytes < 0) {
            throw new IllegalArgumentException(
                    "segue.scratch.keep-free-bytes must not be negative but is " + keepFreeBytes);
        }
    }

    /** The folder to use. */
    Path root() {
        return dir == null ? Path.of(System.getProperty("java.io.tmpdir"), "segue") : dir;
    }
}
