package dev.segue.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.apache.commons.io.FileUtils;

/**
 * A PostgreSQL server beside this JVM. Its data folder survives restarts and kills; connections need the password, since
 * others on the machine can reach the port too.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final String USER = "postgres";
    private static final String PASSWORD = "password";
    private static final Duration STARTUP = Duration.ofSeconds(60);

    private final io.zonky.test.db.postgres.embedded.EmbeddedPostgres server;
    private final String password;
    private final FolderLock lock;

    private EmbeddedPostgres(
            io.zonky.test.db.postgres.embedded.EmbeddedPostgres server, String password, FolderLock lock) {
        this.server = server;
        this.password = password;
        this.lock = lock;
    }

    /**
     * Starts the server and returns when it serves. A server left running by a killed process is stopped first.
     *
     * @param dataDir where its data and the password lie; made when missing, used again when there
     * @param port to listen on at the loopback address, 0 for any free one
     * @throws IOException when it cannot start, for example because the port is taken or another process uses the folder
     */
    public static EmbeddedPostgres start(Path dataDir, int port) throws IOException {
        Path folder = Files.createDirectories(dataDir.toAbsolutePath().normalize());
        FolderLock lock = FolderLock.take(folder);
        try {
            String password = Secret.keptIn(folder.resolve(PASSWORD));
            Path cluster = folder.resolve("cluster");
            new LeftoverPostgres(cluster).stop();
            Path complete = folder.resolve("complete");
            if (!Files.exists(complete)) {
                // Killed while it was set up for the first time: nobody has had a connection to it.
                FileUtils.deleteDirectory(cluster.toFile());
            }
            EmbeddedPostgres started =
                    new EmbeddedPostgres(launch(folder, cluster, FreePort.or(port), password), password, lock);
            started.requirePassword(cluster);
            Files.writeString(complete, "");
            return started;
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static io.zonky.test.db.postgres.embedded.EmbeddedPostgres launch(
            Path folder, Path cluster, int port, String password) throws IOException {
        try {
            return io.zonky.test.db.postgres.embedded.EmbeddedPostgres.builder()
                    .setDataDirectory(cluster)
                    .setCleanDataDirectory(false)
                    .setOverrideWorkingDirectory(
                            BinariesCache.orElse(folder.resolve("binaries")).toFile())
                    .setPGStartupWait(STARTUP)
                    .setPort(port)
                    .setConnectConfig("password", password)
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    // The launcher switches both off, which is for tests that throw their data away.
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("shared_buffers", "32MB")
                    .start();
        } catch (IOException | RuntimeException e) {
            throw new IOException("PostgreSQL cannot start on port " + port + " with its data in " + folder, e);
        }
    }

    /** The password of the server that keeps its data in this folder, which only the folder's owner can read. */
    public static String password(Path dataDir) throws IOException {
        return Files.readString(dataDir.resolve(PASSWORD)).strip();
    }

    /** For the JDBC driver, without user and password. */
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + USER;
    }

    public String user() {
        return USER;
    }

    public String password() {
        return password;
    }

    /** Stops the server cleanly; open connections are cut. */
    @Override
    public void close() {
        try {
            server.close();
            lock.close();
        } catch (IOException e) {
            throw new IllegalStateException("PostgreSQL did not stop", e);
        }
    }

    /** The launcher sets up a cluster that trusts everyone; done once, when the cluster is new. */
    private void requirePassword(Path cluster) throws IOException {
        Path access = cluster.resolve("pg_hba.conf");
        String rules = "host all all 127.0.0.1/32 scram-sha-256\nhost all all ::1/128 scram-sha-256\n";
        if (Files.readString(access).equals(rules)) {
            return;
        }
        try (Connection connection = DriverManager.getConnection(jdbcUrl(), USER, password);
                Statement statement = connection.createStatement()) {
            // The password is hexadecimal digits, so it needs no quoting.
            statement.execute("ALTER USER " + USER + " PASSWORD '" + password + "'");
            Files.writeString(access, rules);
            statement.execute("SELECT pg_reload_conf()");
        } catch (SQLException e) {
            close();
            throw new IOException("the password of PostgreSQL cannot be set", e);
        }
    }
}
