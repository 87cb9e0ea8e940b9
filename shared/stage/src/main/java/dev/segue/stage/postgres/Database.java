package dev.segue.stage.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.segue.stage.TransientFailure;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * One schema in PostgreSQL. It is connected to and brought to the newest version ({@code classpath:db/<schema>}) on first use and
 * not at the start, so that a process starts while PostgreSQL is still away.
 */
public final class Database implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String SOCKET_TIMEOUT_S = "30";

    /**
     * SQLSTATE classes of trouble that passes: connection, transaction rollback (deadlock), resources, operator intervention
     * (shutdown), system error (PostgreSQL, appendix A).
     */
    private static final List<String> PASSING = List.of("08", "40", "53", "57", "58");

    private final HikariDataSource pool;
    private final String schema;
    private final Jdbi jdbi;
    private boolean migrated;

    private Database(HikariDataSource pool, String schema) {
        this.pool = pool;
        this.schema = schema;
        this.jdbi = Jdbi.create(pool);
    }

    /**
     * The schema of that name, which nobody else writes.
     *
     * @param connections how many may be open at the same time; at least 2, as Flyway holds one for its lock while it migrates on
     *     another
     */
    public static Database at(PostgresSettings settings, String schema, int connections) {
        return at(settings, schema, connections, PATIENCE);
    }

    /** @param patience how long to wait for a connection */
    public static Database at(PostgresSettings settings, String schema, int connections, Duration patience) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("segue-" + schema);
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(patience.toMillis());
        // Do not try to connect when the pool is made.
        config.setInitializationFailTimeout(-1);
        config.addDataSourceProperty("socketTimeout", SOCKET_TIMEOUT_S);
        // A host that vanishes says no goodbye; what its sessions hold, locks above all, is free soon and not after
        // hours.
        config.addDataSourceProperty(
                "options", "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3");
        config.addDataSourceProperty("ApplicationName", "segue-" + schema);
        return new Database(new HikariDataSource(config), schema);
    }

    /**
     * Does work in one transaction, with names looked up in the schema.
     *
     * @throws TransientFailure with code {@code database-unavailable} when PostgreSQL cannot be reached or lost the transaction
     */
    public <T> T inTransaction(HandleCallback<T, RuntimeException> work) throws TransientFailure {
        return with(handle -> handle.inTransaction(same -> {
            searchHere(same);
            return work.withHandle(same);
        }));
    }

    /**
     * Does work on one connection, in whatever transactions it begins itself.
     *
     * @throws TransientFailure as {@link #inTransaction}
     */
    public <T> T with(HandleCallback<T, RuntimeException> work) throws TransientFailure {
        try {
            migrate();
            return jdbi.withHandle(work);
        } catch (JdbiException | FlywayException e) {
            if (passes(e)) {
                throw new TransientFailure("database-unavailable", "PostgreSQL did not do the work", e);
            }
            throw e;
        }
    }

    /** Has the names in this transaction looked up in the schema. */
    public void searchHere(Handle handle) {
        handle.execute("set local search_path to " + schema);
    }

    /** Flyway lets one process of many migrate at a time. */
    private synchronized void migrate() {
        if (!migrated) {
            Flyway.configure()
                    .dataSource(pool)
                    .schemas(schema)
                    .locations("classpath:db/" + schema)
                    .load()
                    .migrate();
            migrated = true;
        }
    }

    /** Whether what failed is likely to go well later: PostgreSQL is away or in trouble, as opposed to what it was asked. */
    public static boolean passes(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && passes(sql)) {
                return true;
            }
        }
        return false;
    }

    private static boolean passes(SQLException e) {
        String state = e.getSQLState();
        return e instanceof SQLTransientException
                || e instanceof SQLRecoverableException
                || e instanceof SQLNonTransientConnectionException
                || (state != null && state.length() == 5 && PASSING.contains(state.substring(0, 2)));
    }

    @Override
    public void close() {
        pool.close();
    }
}
