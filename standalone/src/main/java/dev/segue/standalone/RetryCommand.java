package dev.segue.standalone;

import dev.segue.contract.Priority;
import dev.segue.ops.ClusterUnavailableException;
import dev.segue.ops.retry.Retried;
import dev.segue.ops.retry.Retries;
import dev.segue.ops.retry.RetryFrom;
import dev.segue.ops.retry.RetryRefusedException;
import dev.segue.ops.retry.RetryRequest;
import io.micronaut.context.ApplicationContext;
import java.io.PrintWriter;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Has one video made anew. */
@Command(
        name = "retry",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a video anew from any stage on, as its next version; the old one is served until the new one is published.",
            "It needs Kafka and the object store: segue.s3.* as for a stage, or --data DIR of a running `segue up`."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./segue retry VIDEO --data ~/.segue                  from the plan it had",
            "  ./segue retry VIDEO --profile premium --priority low with another profile, so from the prober on",
            "  ./segue retry VIDEO --from upload-complete           scanned again, too"
        })
final class RetryCommand implements Callable<Integer> {
    @Parameters(paramLabel = "VIDEO", description = "The video's id.")
    private String videoId = "";

    @Option(
            names = "--from",
            paramLabel = "EVENT",
            description = {
                "Where to begin: upload-complete, scanned, probed or segments-ready, or the stage that then runs first.",
                "(default: probed, or scanned with --profile)"
            })
    @Nullable
    private String from;

    @Option(names = "--profile", paramLabel = "NAME", description = "The profile (default: the one it had).")
    @Nullable
    private String profile;

    @Option(
            names = "--priority",
            paramLabel = "P",
            description = "urgent, high, normal or low (default: the one it had).")
    @Nullable
    private Priority priority;

    @Option(names = "--supersede", description = "Cancel a run that is under way instead of refusing.")
    private boolean supersede;

    @Mixin
    private AuditOptions audit = new AuditOptions();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        try (ApplicationContext context = cluster.open()) {
            Retried retried = context.getBean(Retries.class)
                    .retry(new RetryRequest(
                            videoId,
                            from == null ? null : RetryFrom.of(from),
                            profile,
                            priority,
                            supersede,
                            null,
                            audit.by(),
                            "cli",
                            UUID.randomUUID().toString()));
            PrintWriter out = spec.commandLine().getOut();
            out.println(text(retried));
            out.flush();
            return 0;
        } catch (RetryRefusedException | ClusterUnavailableException | KafkaException e) {
            throw new Fault(String.valueOf(e.getMessage()));
        }
    }

    private static String text(Retried r) {
        StringBuilder text = new StringBuilder("run " + r.generation() + " of " + r.videoId() + " begins with "
                + r.from() + ": profile " + r.profile() + ", priority " + r.priority());
        if (r.note() != null) {
            text.append("; ").append(r.note());
        }
        if (r.superseded() != null) {
            text.append("; run ").append(r.superseded()).append(" is cancelled");
        }
        if (r.served() != null) {
            text.append("; version ").append(r.served()).append(" is served until it is published");
        }
        return text.toString();
    }
}
