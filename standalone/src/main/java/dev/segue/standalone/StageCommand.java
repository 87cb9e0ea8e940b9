package dev.segue.standalone;

import dev.segue.stage.DrainSettings;
import dev.segue.stage.StagePart;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.exceptions.BeanInstantiationException;
import io.micronaut.runtime.server.EmbeddedServer;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

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
        Logs.as("JSON");
        if (config != null) {
            System.setProperty("micronaut.config.files", config.toAbsolutePath().toString());
        }
        try (Interruptible run = Interruptible.start(true);
                ApplicationContext context = ApplicationContext.builder()
                        .properties(settings(stage))
                        .deduceEnvironment(false)
                        .banner(false)
                        .start()) {
            SettingKeys.check(context);
            run.waitsFor(context.getBean(DrainSettings.class).drainGrace());
            Logger log = LoggerFactory.getLogger(StageCommand.class);
            EmbeddedServer server = context.getBean(EmbeddedServer.class).start();
            Collection<StagePart> parts = Laptop.parts(context);
            try {
                parts.forEach(StagePart::start);
                log.atInfo()
                        .addKeyValue("stage", stage)
                        .addKeyValue("port", server.getPort())
                        .log("stage started");
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                log.atInfo().addKeyValue("stage", stage).log("stage stopping");
            } finally {
                parts.parallelStream().forEach(StagePart::close);
            }
        } catch (BeanInstantiationException e) {
            throw new Fault("stage " + stage + " did not start", e);
        }
        return 0;
    }

    private Map<String, Object> settings(String stage) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("segue.stage." + stage + ".enabled", "true");
        int chosen = port != null ? port : portOfTheEnvironment(System.getenv("SEGUE_PORT"));
        settings.put("micronaut.server.port", chosen == 0 ? -1 : chosen);
        if (kafka != null) {
            settings.put("segue.kafka.bootstrap-servers", kafka);
        }
        return settings;
    }

    /** Kubernetes sets the same variable, to an address, where a service is called segue. */
    private static int portOfTheEnvironment(@Nullable String variable) {
        if (variable == null || !variable.matches("\\d+")) {
            return UpCommand.DEFAULT_PORT;
        }
        try {
            return new Numbers.Port().convert(variable);
        } catch (TypeConversionException e) {
            throw new Fault("the variable SEGUE_PORT is no port: " + e.getMessage());
        }
    }
}
