package dev.segue.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A server that outlived the process which started it. PostgreSQL is a process of its own: kill -9 of its parent leaves it
 * running on the data folder; kill -9 of both leaves a {@code postmaster.pid} whose number may by now be somebody else's, at
 * which PostgreSQL would refuse to start.
 */
final class LeftoverPostgres {
    private static final long PATIENCE_SECONDS = 5;

    private final Path cluster;

    LeftoverPostgres(Path cluster) {
        this.cluster = cluster;
    }

    /** Stops it if it runs, and removes its pid file. Only for a holder of the folder's lock. */
    void stop() throws IOException {
        Path pidFile = cluster.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        Optional<ProcessHandle> postmaster = postmaster(Files.readAllLines(pidFile));
        if (postmaster.isPresent()) {
            end(postmaster.get());
        }
        Files.deleteIfExists(pidFile);
    }

    private Optional<ProcessHandle> postmaster(List<String> pidFile) {
        if (pidFile.isEmpty() || !pidFile.get(0).strip().matches("\\d{1,10}")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(pidFile.get(0).strip())).filter(this::worksOnTheCluster);
    }

    private boolean worksOnTheCluster(ProcessHandle process) {
        String commandLine = process.info().commandLine().orElse("");
        return commandLine.contains("postgres") && commandLine.contains(cluster.toString());
    }

    /** Its clients died with its parent, so the polite stop, which waits for clients, does not wait long. */
    private void end(ProcessHandle postmaster) throws IOException {
        postmaster.destroy();
        if (!gone(postmaster)) {
            postmaster.destroyForcibly();
            if (!gone(postmaster)) {
                throw new IOException("PostgreSQL with process id " + postmaster.pid() + " still runs on " + cluster);
            }
        }
    }

    private static boolean gone(ProcessHandle process) {
        try {
            process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
