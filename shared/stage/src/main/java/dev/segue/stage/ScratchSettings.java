package dev.segue.stage;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where handlers keep files while they work ({@code segue.scratch}).
 *
 * @param dir the folder under which each process makes its own; {@code segue} in the system's folder for temporary files when
 *     not given
 */
@ConfigurationProperties("segue.scratch")
record ScratchSettings(@Nullable Path dir) {
    /** The folder to use. */
    Path root() {
        return dir == null ? Path.of(System.getProperty("java.io.tmpdir"), "segue") : dir;
    }
}
