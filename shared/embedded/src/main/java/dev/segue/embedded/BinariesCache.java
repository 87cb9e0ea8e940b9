package dev.segue.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where PostgreSQL's binaries are unpacked once for all data folders, under a name that carries their checksum. */
final class BinariesCache {
    private BinariesCache() {}

    /**
     * The cache of this user.
     *
     * @param otherwise the folder to use where this user has no home to write to, as in a container
     */
    static Path orElse(Path otherwise) throws IOException {
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path caches = xdg == null || xdg.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
        Path cache = caches.toAbsolutePath().resolve("segue").resolve("postgres");
        try {
            Files.createDirectories(cache);
            if (Files.isWritable(cache)) {
                return cache;
            }
        } catch (IOException notWritable) {
            // Falls through: unpacking again for this folder costs a few seconds.
        }
        return Files.createDirectories(otherwise);
    }
}
