package dev.segue.standalone;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
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

    /** Where the log will be found afterwards: that of a temporary folder is moved by {@link #keepLog}. */
    Path logKept() {
        return temporary ? Path.of("segue-fault.log") : of("segue.log");
    }

    /** Saves the log of a temporary folder from being removed with it. */
    void keepLog() {
        Path log = of("segue.log");
        if (temporary && Files.exists(log)) {
            try {
                Files.copy(log, logKept(), StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                // The fault itself is on its way to the user; a log that cannot be saved must not hide it.
                System.err.println("segue: the log could not be saved: " + e.getMessage());
            }
        }
    }

    Path root() {
        return root;
    }

    @Override
    public void close() {
        try {
            lockFile.close();
            if (temporary) {
                remove();
            }
        } catch (IOException e) {
            System.err.println("segue: the temporary folder could not be removed: " + root);
        }
    }

    /** Twice, since servers that have just stopped may still be removing files of their own. */
    private void remove() throws IOException {
        try {
            Files.walkFileTree(root, new Remover());
        } catch (DirectoryNotEmptyException e) {
            Files.walkFileTree(root, new Remover());
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
