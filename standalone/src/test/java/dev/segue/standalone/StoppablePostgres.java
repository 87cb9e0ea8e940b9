package dev.segue.standalone;

import dev.segue.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** PostgreSQL that a test can take away and bring back at the same address. */
final class StoppablePostgres implements AutoCloseable {
    private final Path folder;
    private final int port;
    private EmbeddedPostgres server;
    private boolean running = true;

    StoppablePostgres(Path folder) throws IOException {
        this.folder = folder;
        server = EmbeddedPostgres.start(folder, 0);
        port = Integer.parseInt(server.jdbcUrl().replaceAll(".*:(\\d+)/.*", "$1"));
    }

    Map<String, Object> settings() {
        return Map.of(
                "segue.postgres.url", server.jdbcUrl(),
                "segue.postgres.user", server.user(),
                "segue.postgres.password", server.password());
    }

    void stop() {
        server.close();
        running = false;
    }

    void start() throws IOException {
        server = EmbeddedPostgres.start(folder, port);
        running = true;
    }

    @Override
    public void close() {
        if (running) {
            server.close();
        }
    }
}
