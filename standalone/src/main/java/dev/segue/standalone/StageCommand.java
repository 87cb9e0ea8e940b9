package dev.segue.standalone;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One stage alone: the production shape. */
@Command(
        name = "stage",
        mixinStandardHelpOptions = true,
        description = {
            "Runs one stage against Kafka, S3 and PostgreSQL of your own until SIGTERM. Logs are JSON lines on the output;",
            "/health/readiness, /health/liveness and /prometheus are on --port."
        },
        footerHeading = "%nEvery setting is also an environment variable or a line of --config:%n",
        footer = {
            "  SEGUE_KAFKA_BOOTSTRAP_SERVERS     segue.kafka.bootstrap-servers      host:port,...",
            "                                    segue.kafka.properties.*           further client properties (SASL, TLS)",
            "  SEGUE_S3_ENDPOINT                 segue.s3.endpoint                  empty for AWS",
            "  SEGUE_S3_ACCESS_KEY, _SECRET_KEY  segue.s3.access-key, .secret-key   empty for the default credential chain",
            "  SEGUE_POSTGRES_URL, _USER, _PASSWORD   segue.postgres.*              publisher only",
            "  SEGUE_ENCODER_SLOTS               segue.encoder.slots                0: one a processor",
            "  SEGUE_SCRATCH_DIR                 segue.scratch.dir                  a folder on a fast disk",
            "Create the topics first: ./segue topics apply --kafka HOST:PORT"
        })
final class StageCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "NAME",
            description = "ingest, scanner, prober, splitter, encoder, assembler or publisher.")
    private String name = "";

    @Option(
            names = "--port",
            paramLabel = "N",
            converter = Numbers.Port.class,
            description = "Port of the HTTP server, 0 for any free one (default: SEGUE_PORT or 8080).")
    @Nullable
    private Integer port;

    @Option(names = "--kafka", paramLabel = "HOST:PORT", description = "Kafka's bootstrap servers.")
    @Nullable
    private String kafka;

    @Option(names = "--config", paramLabel = "FILE", description = "Further settings (YAML or properties).")
    @Nullable
    private Path config;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        String stage = name.toLowerCase(Locale.ROOT);
        if (!Laptop.STAGES.contains(stage)) {
            throw new ParameterException(
                    spec.commandLine(), "Unknown stage '" + name + "'. Stages: " + String.join(", ", Laptop.STAGES));
        }
        Daemon.run("stage " + stage, settings(stage), config);
        return 0;
    }

    private Map<String, Object> settings(String stage) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("segue.stage." + stage + ".enabled", "true");
        settings.put("micronaut.server.port", Daemon.port(port));
        if (kafka != null) {
            settings.put("segue.kafka.bootstrap-servers", kafka);
        }
        return settings;
    }
}
