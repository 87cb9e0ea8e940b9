package dev.segue.publisher;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.segue.stage.TransientFailure;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * The schema {@code catalogue} in PostgreSQL. It is connected to and brought to the newest version on first use and not at the
 * start, so that the stage starts while PostgreSQL is still away.
 */
final class CatalogueDatabase implements AutoCloseable {
    private static final String SCHEMA = "catalogue";
    private static final int CONNECT_TIMEOUT_MS = 5_000;
    private static final String SOCKET_TIMEOUT_S = "30";

    /**
     * SQLSTATE classes of trouble that passes: connection, transaction rollback (deadlock), resources, operator intervention
     * (shutdown), system error (PostgreSQL, appendix A).
     */
    private static final List<String> PASSING = List.of("08", "40", "53", "57", "58");

    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private boolean migrated;

    CatalogueDatabase(HikariDataSource pool) {
        this.pool = pool;
        this.jdbi = Jdbi.create(pool);
    }

    /** @param connections how many may be open at the same time */
    static CatalogueDatabase at(PostgresSettings settings, int connections) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("segue-catalogue");
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(CONNECT_TIMEOUT_MS);
        // Do not try to connect when the pool is made.
        config.setInitializationFailTimeout(-1);
        config.addDataSourceProperty("socketTimeout", SOCKET_TIMEOUT_S);
        config.addDataSourceProperty("ApplicationName", "segue-publisher");
        return new CatalogueDatabase(new HikariDataSource(config));
    }

    /**
     * Does work in one transaction.
     *
     * @throws TransientFailure with code {@code database-unavailable} when PostgreSQL cannot be reached or lost the transaction
     */
    <T> T inTransaction(HandleCallback<T, RuntimeException> work) throws TransientFailure {
        try {
            migrate();
            return jdbi.inTransaction(handle -> {
                handle.execute("set local search_path to " + SCHEMA);
                return work.withHandle(handle);
            });
        } catch (JdbiException | FlywayException e) {
            if (passes(e)) {
                throw new TransientFailure("database-unavailable", "PostgreSQL did not do the work", e);
            }
            throw e;
        }
    }

    /** Flyway lets one process of many migrate at a time. */
    private synchronized void migrate() {
        if (!migrated) {
            Flyway.configure()
                    .dataSource(pool)
                    .schemas(SCHEMA)
                    .locations("classpath:db/catalogue")
                    .load()
                    .migrate();
            migrated = true;
        }
    }

    static boolean passes(Throwable failure) {
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
