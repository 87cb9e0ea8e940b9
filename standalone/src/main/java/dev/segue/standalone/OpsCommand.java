package dev.segue.standalone;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The operations side alone: beside the stages, in the production shape. */
@Command(
        name = "ops",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the operations side against Kafka and PostgreSQL of your own until SIGTERM: the timeline of all videos and the",
            "status API (/api/v1/videos, described at /openapi.yaml), with /health/readiness, /health/liveness and /prometheus.",
            "It may be away: the stages go on, and it catches up. Several may run: one writes the timeline, all answer.",
            "It listens at this computer's loopback address unless told otherwise, since the API knows no keys yet."
        },
        footerHeading = "%nEvery setting is also an environment variable or a line of --config:%n",
        footer = {
            "  SEGUE_KAFKA_BOOTSTRAP_SERVERS          segue.kafka.bootstrap-servers   host:port,...",
            "  SEGUE_POSTGRES_URL, _USER, _PASSWORD   segue.postgres.*                the publisher's will do",
            "  SEGUE_OPS_HOST                         segue.ops.host                  0.0.0.0 for all addresses",
            "Create the topics first: ./segue topics apply --kafka HOST:PORT"
        })
final class OpsCommand implements Callable<Integer> {
    @Option(
            names = "--port",
            paramLabel = "N",
            converter = Numbers.Port.class,
            description = "Port of the HTTP server, 0 for any free one (default: SEGUE_PORT or 8080).")
    @Nullable
    private Integer port;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "Address to listen at (default: SEGUE_OPS_HOST or 127.0.0.1).")
    @Nullable
    private String host;

    @Option(names = "--kafka", paramLabel = "HOST:PORT", description = "Kafka's bootstrap servers.")
    @Nullable
    private String kafka;

    @Option(names = "--config", paramLabel = "FILE", description = "Further settings (YAML or properties).")
    @Nullable
    private Path config;

    @Override
    public Integer call() {
        Map<String, Object> settings = new HashMap<>();
        settings.put("segue.ops.enabled", "true");
        settings.put("micronaut.server.host", host != null ? host : "${segue.ops.host:127.0.0.1}");
        settings.put("micronaut.server.port", Daemon.port(port));
        if (kafka != null) {
            settings.put("segue.kafka.bootstrap-servers", kafka);
        }
        Daemon.run("ops", settings, config);
        return 0;
    }
}
