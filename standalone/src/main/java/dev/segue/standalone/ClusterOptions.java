package dev.segue.standalone;

import io.micronaut.context.ApplicationContext;
import java.nio.file.Path;
import java.util.HashMap;
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
            settings.putAll(new LaptopAddresses(data).settings());
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
}
