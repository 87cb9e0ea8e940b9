package dev.segue.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresIT {
    @TempDir
    Path folder;

    @Test
    void rowsOutliveARestartAndStrangersAreRefused() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder, 0)) {
            writeRow(postgres);
            assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), "guessed"))
                    .isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> EmbeddedPostgres.start(folder, 0))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another process uses");
        }
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder, 0)) {
            assertThat(readRow(postgres)).isEqualTo("film");
        }
    }

    @Test
    void rowsOutliveAKillThatLeavesThePidFile() throws Exception {
        EmbeddedPostgres killed = EmbeddedPostgres.start(folder, 0);
        writeRow(killed);
        long pid = postmaster();
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        ProcessHandle.of(pid)
                .ifPresent(p -> p.onExit().orTimeout(5, TimeUnit.SECONDS).join());
        killed.close();
        // By now the number may be that of a process which has nothing to do with it, such as this one.
        Files.writeString(
                folder.resolve("cluster/postmaster.pid"),
                ProcessHandle.current().pid() + "\n");

        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder, 0)) {
            assertThat(readRow(postgres)).isEqualTo("film");
        }
    }

    @Test
    void beginsAgainWhenTheFirstStartWasCutOff() throws Exception {
        Files.createDirectories(folder.resolve("cluster"));
        Files.writeString(folder.resolve("cluster/postgresql.conf"), "# half of it");

        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder, 0)) {
            writeRow(postgres);
            assertThat(readRow(postgres)).isEqualTo("film");
        }
    }

    @Test
    void stopsAServerThatOutlivedItsParent() throws Exception {
        EmbeddedPostgres first = EmbeddedPostgres.start(folder, 0);
        long pid = postmaster();
        new LeftoverPostgres(folder.resolve("cluster")).stop();

        assertThat(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false))
                .isFalse();
        assertThat(folder.resolve("cluster/postmaster.pid")).doesNotExist();
        first.close();
    }

    private long postmaster() throws IOException {
        return Long.parseLong(Files.readAllLines(folder.resolve("cluster/postmaster.pid"))
                .get(0)
                .strip());
    }

    private static void writeRow(EmbeddedPostgres postgres) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE kept (name text)");
            statement.execute("INSERT INTO kept VALUES ('film')");
        }
    }

    private static String readRow(EmbeddedPostgres postgres) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT name FROM kept")) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }
}
