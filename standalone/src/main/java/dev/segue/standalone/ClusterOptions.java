package dev.segue.standalone;

import dev.segue.embedded.EmbeddedS3;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Which cluster a command is for, in the words that all such commands share. */
final class ClusterOptions {
    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            scope = ScopeType.INHERIT,
            description = "Kafka's bootstrap servers (default: SEGUE_KAFKA_BOOTSTRAP_SERVERS or localhost:9092).")
    @Nullable
    private String kafka;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "Instead: the running ./segue up that uses this data folder (that of up itself is ~/.segue).")
    @Nullable
    private Path data;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "Further settings (YAML or properties), for example segue.kafka.properties.*.")
    @Nullable
    private Path config;

    /** What knows the cluster; asks it nothing before a bean does. */
    ApplicationContext open() {
        Logs.as("TEXT");
        if (config != null) {
            System.setProperty("micronaut.config.files", config.toAbsolutePath().toString());
        }
        Map<String, Object> settings = new HashMap<>();
        if (data != null) {
            settings.putAll(running(data));
            putPostgres(settings, data);
        }
        if (kafka != null) {
            settings.put("segue.kafka.bootstrap-servers", kafka);
        }
        ApplicationContext context = ApplicationContext.builder()
                .properties(settings)
                .deduceEnvironment(false)
                .banner(false)
                .start();
        SettingKeys.check(context);
        return context;
    }

    /** Absent where the running one uses a PostgreSQL of its user's own. */
    private static void putPostgres(Map<String, Object> settings, Path data) {
        Path address = data.resolve(Laptop.POSTGRES_ADDRESS);
        if (!Files.exists(address)) {
            return;
        }
        try {
            List<String> lines = Files.readAllLines(address);
            settings.put("segue.postgres.url", lines.get(0));
            settings.put("segue.postgres.user", lines.get(1));
            settings.put(
                    "segue.postgres.password",
                    Files.readString(data.resolve("postgres").resolve("password"))
                            .strip());
        } catch (IOException e) {
            throw new Fault("the data folder " + data + " cannot be read", e);
        }
    }

    private static Map<String, Object> running(Path data) {
        try {
            return Map.of(
                    "segue.kafka.bootstrap-servers",
                    Files.readString(data.resolve(Laptop.KAFKA_ADDRESS)).strip(),
                    "segue.s3.endpoint",
                    Files.readString(data.resolve(Laptop.S3_ADDRESS)).strip(),
                    "segue.s3.access-key",
                    EmbeddedS3.ACCESS_KEY,
                    "segue.s3.secret-key",
                    EmbeddedS3.secretKey(data.resolve(Laptop.S3)));
        } catch (IOException e) {
            throw new Fault("no segue runs with the data folder " + data + ". Start it: ./segue up --data " + data, e);
        }
    }
}
