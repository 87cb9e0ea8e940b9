package dev.segue.stage;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The ledger of the disk that the scratch folders lie on. Each unit says before it begins how much it may write; what running units
 * have reserved is free on the disk but no longer to be had. That some of it is written already is not taken into account, which
 * errs on the safe side. Other processes on the same disk are seen by what they have written only.
 */
final class ScratchSpace {
    /** Asks the disk. */
    @FunctionalInterface
    interface Disk {
        /** Bytes that may still be written. */
        long usable() throws IOException;
    }

    /** How often it asks the disk while it waits, since nobody tells what other processes remove. */
    private static final long GLANCE = Duration.ofSeconds(1).toNanos();

    private final Disk disk;
    private final long keepFree;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition released = lock.newCondition();
    private long reserved;

    /** @param keepFree bytes that are left alone, for logs and for whoever else writes to the disk */
    ScratchSpace(Disk disk, long keepFree) {
        this.disk = disk;
        this.keepFree = keepFree;
    }

    /** Bytes that one unit may write until it is closed. */
    final class Reservation implements AutoCloseable {
        private final long bytes;
        private boolean open = true;

        private Reservation(long bytes) {
            this.bytes = bytes;
        }

        @Override
        public void close() {
            lock.lock();
            try {
                if (open) {
                    open = false;
                    reserved -= bytes;
                    released.signalAll();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * Reserves space. Where it is only missing because other units of this process have reserved theirs, it waits for them to end.
     *
     * @throws TransientFailure {@code disk-full}, at once when the disk has not enough, else after {@code patience}
     */
    Reservation reserve(long bytes, Duration patience) throws TransientFailure, InterruptedException, IOException {
        long left = patience.toNanos();
        lock.lockInterruptibly();
        try {
            for (long usable = disk.usable(); bytes > usable - keepFree - reserved; usable = disk.usable()) {
                if (reserved == 0 || left <= 0) {
                    throw new TransientFailure(
                            Dependency.DISK.code(),
                            "the unit may write " + bytes + " bytes, but of " + usable + " bytes free " + reserved
                                    + " are reserved for running units and " + keepFree + " are kept free");
                }
                left -= GLANCE - Math.max(0, released.awaitNanos(GLANCE));
            }
            reserved += bytes;
            return new Reservation(bytes);
        } finally {
            lock.unlock();
        }
    }

    /** Whether a write failed because the disk, or the user's share of it, is full. Java has no exception of its own for it. */
    static boolean ranOut(Throwable thrown) {
        return Failure.causes(thrown).anyMatch(ScratchSpace::saysSo);
    }

    private static boolean saysSo(Throwable thrown) {
        // Not its subclasses: what a server says of its own disk is none of ours.
        boolean ours = thrown instanceof FileSystemException || thrown.getClass() == IOException.class;
        String message = String.valueOf(thrown.getMessage());
        return ours && (message.contains("No space left on device") || message.contains("Disk quota exceeded"));
    }
}
