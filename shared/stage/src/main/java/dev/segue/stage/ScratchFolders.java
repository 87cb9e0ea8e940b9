package dev.segue.stage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folders that handlers work in, each with its share of the disk. Each process has one folder {@code <id>} under the root and holds a lock on {@code <id>.lock}
 * from before the folder exists until it ends. So a folder whose lock can be had belongs to a dead process and is swept away.
 */
final class ScratchFolders implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ScratchFolders.class);
    private static final String LOCK_SUFFIX = ".lock";

    private final Path own;
    private final Path lockFile;
    private final FileChannel lock;
    private final ScratchSpace space;

    private ScratchFolders(Path own, Path lockFile, FileChannel lock, ScratchSpace space) {
        this.own = own;
        this.lockFile = lockFile;
        this.lock = lock;
        this.space = space;
    }

    /**
     * Sweeps what dead processes left under the root and makes this process's own folder.
     *
     * @param keepFree bytes of the disk that no unit is given
     */
    static ScratchFolders under(Path root, long keepFree) throws IOException {
        Files.createDirectories(root);
        sweep(root);
        String id = "scratch-" + UUID.randomUUID();
        Path lockFile = root.resolve(id + LOCK_SUFFIX);
        FileChannel lock = FileChannel.open(lockFile, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        if (lock.tryLock() == null) {
            throw new IOException("a new lock file is locked: " + lockFile);
        }
        Path own = Files.createDirectory(root.resolve(id));
        FileStore disk = Files.getFileStore(own);
        return new ScratchFolders(own, lockFile, lock, new ScratchSpace(disk::getUsableSpace, keepFree));
    }

    /** A folder of one unit; closing it removes it with all that is in it. */
    final class Folder implements AutoCloseable {
        private final Path path;
        private final ScratchSpace.Reservation reserved;

        private Folder(Path path, ScratchSpace.Reservation reserved) {
            this.path = path;
            this.reserved = reserved;
        }

        Path path() {
            return path;
        }

        @Override
        public void close() {
            remove(path);
            reserved.close();
        }
    }

    /**
     * A new empty folder to which so many bytes may be written.
     *
     * @param patience how long to wait for space that other units have reserved
     * @throws TransientFailure {@code disk-full}
     */
    Folder make(long bytes, Duration patience) throws TransientFailure, IOException, InterruptedException {
        ScratchSpace.Reservation reserved = space.reserve(bytes, patience);
        try {
            return new Folder(Files.createTempDirectory(own, "unit-"), reserved);
        } catch (IOException | RuntimeException e) {
            reserved.close();
            throw e;
        }
    }

    /** What cannot be removed is left to the sweep. */
    private static void remove(Path folder) {
        try {
            delete(folder);
        } catch (IOException e) {
            LOG.atWarn().setCause(e).addKeyValue("folder", folder).log("scratch folder cannot be removed");
        }
    }

    @Override
    public void close() throws IOException {
        remove(own);
        lock.close();
        Files.deleteIfExists(lockFile);
    }

    private static void sweep(Path root) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(root, "scratch-*")) {
            for (Path folder : folders) {
                if (Files.isDirectory(folder)) {
                    sweepIfDead(folder);
                }
            }
        }
    }

    private static void sweepIfDead(Path folder) {
        Path lockFile = folder.resolveSibling(folder.getFileName() + LOCK_SUFFIX);
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (lock(channel) == null) {
                return;
            }
            delete(folder);
            Files.deleteIfExists(lockFile);
            LOG.atInfo().addKeyValue("folder", folder).log("removed scratch files of a dead process");
        } catch (IOException e) {
            LOG.atWarn().setCause(e).addKeyValue("folder", folder).log("scratch folder cannot be swept");
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldInThisProcess) {
            return null;
        }
    }

    /** Does not follow symbolic links. */
    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                // A process that is being stopped may still take its own files away.
                if (Files.exists(file)) {
                    throw e;
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) throws IOException {
                if (e != null) {
                    throw e;
                }
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
