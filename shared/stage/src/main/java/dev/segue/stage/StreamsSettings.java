package dev.segue.stage;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How Kafka Streams applications run ({@code segue.streams}).
 *
 * @param stateDir where they keep local state; {@code segue-streams} in the system's folder for temporary files when not given
 * @param instanceId tells processes on one host apart; the same process must come back under the same id
 * @param replicationFactor of changelog topics, -1 for the broker's default
 */
@ConfigurationProperties("segue.streams")
record StreamsSettings(
        @Nullable Path stateDir,
        @Bindable(defaultValue = "1") String instanceId,
        @Bindable(defaultValue = "-1") int replicationFactor) {
    /** The folder to use. */
    Path stateRoot() {
        return stateDir == null ? Path.of(System.getProperty("java.io.tmpdir"), "segue-streams") : stateDir;
    }
}
