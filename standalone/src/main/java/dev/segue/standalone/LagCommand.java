package dev.segue.standalone;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.segue.contract.TopicCatalogue;
import dev.segue.ops.ClusterUnavailableException;
import dev.segue.ops.deadletter.OpenLetters;
import dev.segue.ops.lag.LagProbe;
import dev.segue.ops.lag.LagSettings;
import dev.segue.stage.KafkaSettings;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How far behind every stage is, from the command line. */
@Command(
        name = "lag",
        mixinStandardHelpOptions = true,
        description = {
            "Shows how far behind each stage is: unfinished records, the age of the oldest, who works on them; and open dead letters.",
            "Looking changes nothing. Exit status 0 when Kafka answered, however far anything is behind; 1 when it did not."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./segue lag --kafka kafka:9092            once",
            "  ./segue lag --data ~/.segue --watch       of a running ./segue up, every two seconds until Ctrl-C",
            "  ./segue lag --json | jq '.stages[] | select(.oldestSeconds > 60)'"
        })
final class LagCommand implements Callable<Integer> {
    private static final Duration PAUSE = Duration.ofSeconds(2);
    /** Cursor to the top left, and all below it cleared. */
    private static final String TOP = "\u001B[H\u001B[J";

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Option(names = "--watch", description = "Look again every two seconds until Ctrl-C.")
    private boolean watch;

    @Option(names = "--json", description = "Print JSON and nothing else on the output; with --watch one line a look.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        try (ApplicationContext context = cluster.open()) {
            KafkaSettings kafka = context.getBean(KafkaSettings.class);
            try (LagProbe probe = new LagProbe(
                            kafka,
                            TopicCatalogue.builtIn(),
                            context.getBean(LagSettings.class).groupPattern(),
                            Clock.systemUTC());
                    OpenLetters letters = new OpenLetters(kafka, TopicCatalogue.builtIn())) {
                if (!watch) {
                    print(LagTable.of(probe.look(), letters.look()));
                    return 0;
                }
                while (true) {
                    look(probe, letters);
                    Thread.sleep(PAUSE);
                }
            }
        } catch (ClusterUnavailableException | KafkaException e) {
            throw new Fault(String.valueOf(e.getMessage()));
        }
    }

    /** Goes on when Kafka is away for a moment: who watches wants to see it come back. */
    private void look(LagProbe probe, OpenLetters letters) {
        try {
            LagTable table = LagTable.of(probe.look(), letters.look());
            top();
            print(table);
        } catch (ClusterUnavailableException | KafkaException e) {
            top();
            spec.commandLine().getErr().println(Instant.now() + " " + e.getMessage());
            spec.commandLine().getErr().flush();
        }
    }

    private void top() {
        if (!json && System.console() != null) {
            spec.commandLine().getOut().print(TOP);
        }
    }

    private void print(LagTable table) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? asJson(table) : table.text());
        out.flush();
    }

    private String asJson(LagTable table) {
        try {
            JsonMapper mapper = JsonMapper.builder()
                    .addModule(new JavaTimeModule())
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                    .build();
            return watch
                    ? mapper.writeValueAsString(table)
                    : mapper.writerWithDefaultPrettyPrinter().writeValueAsString(table);
        } catch (IOException e) {
            throw new IllegalStateException("lag cannot be written as JSON", e);
        }
    }
}
