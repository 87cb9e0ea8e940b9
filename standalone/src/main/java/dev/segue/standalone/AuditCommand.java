package dev.segue.standalone;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.segue.ops.ClusterUnavailableException;
import dev.segue.ops.audit.Audit;
import dev.segue.ops.audit.AuditReport;
import dev.segue.ops.audit.AuditScope;
import dev.segue.ops.audit.Finding;
import dev.segue.storage.ObjectMissingException;
import dev.segue.storage.StoreUnavailableException;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The audit from the command line. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = {
            "Looks whether what Kafka says and what lies in the object store fit together: every upload has one end, every",
            "published version is what its events say, nothing is counted twice, lost or left over. Changes nothing",
            "without --sweep --yes.",
            "Of a running segue up: --data DIR. Else --kafka, and the store's settings as for segue stage (SEGUE_S3_ENDPOINT, ...)."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./segue audit --data ~/.segue                 the running segue up",
            "  ./segue audit --kafka kafka:9092 --deep       every byte of every published version is read",
            "  ./segue audit --sweep                         what would be removed (nothing is)",
            "  ./segue audit --sweep --yes                   removes orphans older than --grace, which nothing can come to need",
            "",
            "Exit status: 0 nothing is wrong, 4 something is, 1 it could not look."
        })
final class AuditCommand implements Callable<Integer> {
    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Option(names = "--video", paramLabel = "ID", description = "Look at this film alone.")
    @Nullable
    private String video;

    @Option(names = "--deep", description = "Read every object and compare its SHA-256, not only its length.")
    private boolean deep;

    @Option(
            names = "--settle",
            paramLabel = "TIME",
            defaultValue = "1h",
            converter = Numbers.Span.class,
            description = "A run that was heard of within this time is running (default: ${DEFAULT-VALUE}).")
    private Duration settle = AuditScope.SETTLE;

    @Option(
            names = "--grace",
            paramLabel = "TIME",
            defaultValue = "24h",
            converter = Numbers.Span.class,
            description = "An object younger than this is no orphan (default: ${DEFAULT-VALUE}).")
    private Duration grace = AuditScope.GRACE;

    @Option(names = "--sweep", description = "List the orphans that would be removed, and nothing else.")
    private boolean sweep;

    @Option(names = "--yes", description = "With --sweep: really remove them.")
    private boolean yes;

    @Option(names = "--json", description = "Print one JSON object and nothing else on the output.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        AuditScope scope = scope();
        PrintWriter out = spec.commandLine().getOut();
        try (ApplicationContext context = cluster.open()) {
            Audit audit = context.getBean(Audit.class);
            if (sweep) {
                return new AuditSweep(audit, scope, yes).run(json, out);
            }
            AuditReport report = json ? asJson(audit, scope, out) : asText(audit, scope, out);
            return report.clean() ? 0 : Segue.FOUND;
        } catch (ClusterUnavailableException
                | KafkaException
                | StoreUnavailableException
                | ObjectMissingException
                | IllegalStateException
                | UncheckedIOException e) {
            throw new Fault("the audit could not look at all: " + e.getMessage());
        } finally {
            out.flush();
        }
    }

    private AuditScope scope() {
        if (yes && !sweep) {
            throw new ParameterException(spec.commandLine(), "--yes goes with --sweep");
        }
        if (sweep && grace.compareTo(AuditSweep.GRACE) < 0) {
            throw new ParameterException(
                    spec.commandLine(), "--sweep removes nothing younger than an hour: give --grace 1h or more");
        }
        try {
            return new AuditScope(video, deep, settle, grace);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--settle and --grace must not be negative", e);
        }
    }

    private static AuditReport asText(Audit audit, AuditScope scope, PrintWriter out) {
        AuditReport report = audit.run(scope, finding -> {
            out.println(AuditText.of(finding));
            out.flush();
        });
        out.println(AuditText.of(report));
        return report;
    }

    /** Findings are written as they come, since there may be very many. */
    private static AuditReport asJson(Audit audit, AuditScope scope, PrintWriter out) {
        try {
            // Closing the generator would close the output.
            JsonGenerator to = JsonMapper.builder()
                    .defaultPropertyInclusion(
                            JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
                    .build()
                    .createGenerator(out);
            to.useDefaultPrettyPrinter();
            to.writeStartObject();
            to.writeArrayFieldStart("findings");
            AuditReport report = audit.run(scope, writing(to));
            to.writeEndArray();
            to.writeObjectField("summary", report);
            to.writeEndObject();
            to.flush();
            out.println();
            return report;
        } catch (IOException e) {
            throw new UncheckedIOException("the findings cannot be written as JSON", e);
        }
    }

    private static Consumer<Finding> writing(JsonGenerator to) {
        return finding -> {
            try {
                to.writeObject(finding);
            } catch (IOException e) {
                throw new UncheckedIOException("the findings cannot be written as JSON", e);
            }
        };
    }
}
