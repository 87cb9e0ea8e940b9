package dev.segue.standalone;

import dev.segue.contract.Cancel;
import dev.segue.stage.EventPublisher;
import dev.segue.stage.TransientFailure;
import io.micronaut.context.ApplicationContext;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells a cluster that nothing more is to be made of a video. */
@Command(
        name = "cancel",
        mixinStandardHelpOptions = true,
        description = {
            "Cancels a run of a video, and older ones: queued work is dropped, running work stops within two seconds.",
            "What was published stays. For `segue up`: POST /api/v1/videos/VIDEO/cancel."
        })
final class CancelCommand implements Callable<Integer> {
    @Parameters(paramLabel = "VIDEO", description = "The video's id.")
    private String videoId = "";

    @Option(
            names = "--generation",
            paramLabel = "N",
            defaultValue = "1",
            converter = Numbers.Run.class,
            description = "The run; older ones are cancelled with it (default: 1, the first).")
    private int generation = 1;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "Cancelled by request.",
            description = "Why, for people.")
    private String reason = "";

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description = "Kafka's bootstrap servers (default: SEGUE_KAFKA_BOOTSTRAP_SERVERS or localhost:9092).")
    @Nullable
    private String kafka;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Further settings (YAML or properties), for example segue.kafka.properties.*.")
    @Nullable
    private Path config;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        Logs.as("TEXT");
        Cancel command;
        try {
            command = new Cancel(videoId, generation, reason);
        } catch (IllegalArgumentException e) {
            throw new Fault(String.valueOf(e.getMessage()));
        }
        if (config != null) {
            System.setProperty("micronaut.config.files", config.toAbsolutePath().toString());
        }
        Map<String, Object> settings = new HashMap<>();
        if (kafka != null) {
            settings.put("segue.kafka.bootstrap-servers", kafka);
        }
        try (ApplicationContext context = ApplicationContext.builder()
                .properties(settings)
                .deduceEnvironment(false)
                .banner(false)
                .start()) {
            SettingKeys.check(context);
            context.getBean(EventPublisher.class).publish("cli", List.of(command));
        } catch (TransientFailure e) {
            throw new Fault("the command was not written: " + e.getMessage() + "; check --kafka and try again");
        }
        spec.commandLine().getOut().println("run " + generation + " of " + videoId + " is cancelled");
        spec.commandLine().getOut().flush();
        return 0;
    }
}
