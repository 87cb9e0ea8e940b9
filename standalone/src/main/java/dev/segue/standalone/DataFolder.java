package dev.segue.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Where the embedded servers keep their data. One process at a time may use it; a temporary one is removed at the end. */
final class DataFolder implements AutoCloseable {
    private final Path root;
    private final boolean temporary;
    private final FileChannel lockFile;

    private DataFolder(Path root, boolean temporary, FileChannel lockFile) {
        this.root = root;
        this.temporary = temporary;
        this.lockFile = lockFile;
    }

    /**
     * Opens the folder.
     *
     * @param chosen what the user named; absent for a temporary one
     * @throws Fault when another process uses it or it cannot be written
     */
    static DataFolder open(@Nullable Path chosen) {
        try {
            Path root = chosen == null
                    ? Files.createTempDirectory("segue-")
                    : Files.createDirectories(chosen.toAbsolutePath().normalize());
            FileChannel channel =
                    FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                throw new Fault("the data folder " + root
                        + " is in use by another segue. Stop that one, or choose another folder with --data.");
            }
            return new DataFolder(root, chosen == null, channel);
        } catch (IOException e) {
            throw new Fault("the data folder cannot be written; choose another one with --data", e);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** A folder for one of the servers, or another part of the data. */
    Path of(String part) {
        return root.resolve(part);
    }

    Path root() {
        return root;
    }

    @Override
    public void close() {
        try {
            lockFile.close();
            if (temporary) {
                Files.walkFileTree(root, new Remover());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the temporary data folder cannot be removed: " + root, e);
        }
    }

    private static final class Remover extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE; // a server may still be removing files of its own
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
