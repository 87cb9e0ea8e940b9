package dev.segue.stage.postgres;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import org.jspecify.annotations.Nullable;

/**
 * How to reach PostgreSQL ({@code segue.postgres}).
 *
 * @param url for the JDBC driver, without user and password
 * @param password absent where the server asks for none
 */
@ConfigurationProperties("segue.postgres")
public record PostgresSettings(
        @Bindable(defaultValue = "jdbc:postgresql://localhost:5432/segue")
        String url,

        @Bindable(defaultValue = "segue") String user,
        @Nullable String password) {
    public PostgresSettings {
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("segue.postgres.url must begin with jdbc:postgresql:");
        }
    }

    @Override
    public String toString() {
        return "PostgresSettings[url=" + url + ", user=" + user + ", password=***]";
    }
}
