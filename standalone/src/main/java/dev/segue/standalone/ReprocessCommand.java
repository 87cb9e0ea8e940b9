package dev.segue.standalone;

import dev.segue.contract.Priority;
import dev.segue.ops.ClusterUnavailableException;
import dev.segue.ops.retry.Candidate;
import dev.segue.ops.retry.Reprocess;
import dev.segue.ops.retry.ReprocessFilter;
import dev.segue.ops.retry.ReprocessReport;
import dev.segue.ops.retry.ReprocessRequest;
import dev.segue.ops.retry.RetryFrom;
import dev.segue.ops.retry.RetryRefusedException;
import io.micronaut.context.ApplicationContext;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Has many videos made anew. */
@Command(
        name = "reprocess",
        mixinStandardHelpOptions = true,
        description = {
            "Makes many videos anew, slowly and at low priority; without --yes it only tells which. It may be stopped and run again:",
            "no video is begun twice under the same name. It needs Kafka, the object store and PostgreSQL with the timeline."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./segue reprocess --where codec=hevc --since 2026-10-01 --profile premium        which ones",
            "  ./segue reprocess --where codec=hevc --since 2026-10-01 --profile premium --yes",
            "  ./segue reprocess --where state=failed --since 12h --from probed --name night --yes    what failed"
        })
final class ReprocessCommand implements Callable<Integer> {
    private static final int SHOWN = 20;

    @Option(
            names = "--where",
            paramLabel = "FIELD=VALUE",
            description = {
                "What must hold, all that is given: state, owner, profile (of the newest run), codec (of the source's picture,",
                "as FFmpeg names it), made (codec of a rendition)."
            })
    private Map<String, String> where = Map.of();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = Numbers.Moment.class,
            description = "Uploaded then or later: 2026-10-01, 2026-10-01T12:00:00Z, or so long ago: 12h, 7d.")
    @Nullable
    private Instant since;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            converter = Numbers.Moment.class,
            description = "Uploaded before that.")
    @Nullable
    private Instant until;

    @Option(names = "--from", paramLabel = "EVENT", description = "Where to begin, as for retry.")
    @Nullable
    private String from;

    @Option(names = "--profile", paramLabel = "NAME", description = "The profile (default: the one each had).")
    @Nullable
    private String profile;

    @Option(
            names = "--priority",
            paramLabel = "P",
            defaultValue = "low",
            description = "Of the new runs (default: ${DEFAULT-VALUE}).")
    private Priority priority = Priority.LOW;

    @Option(
            names = "--rate",
            paramLabel = "N",
            converter = Numbers.Count.class,
            defaultValue = "1",
            description = "Begin N a second at most (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--limit",
            paramLabel = "N",
            converter = Numbers.Count.class,
            defaultValue = "2147483647",
            description = "Begin N at most this time.")
    private int limit;

    @Option(
            names = "--max-lag",
            paramLabel = "N",
            converter = Numbers.CountOrNone.class,
            defaultValue = "5",
            description = "Wait while the first stage is more than N records behind (default: ${DEFAULT-VALUE}).")
    private int mostLag;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Of the whole, in the audit (default: one that follows from the conditions).")
    @Nullable
    private String name;

    @Option(names = "--dry-run", description = "Only tell which videos are meant; so it is without --yes.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Really do it.")
    private boolean yes;

    @Option(names = "--all", description = "Needed with --yes where no condition is given.")
    private boolean all;

    @Mixin
    private AuditOptions audit = new AuditOptions();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        try (ApplicationContext context = cluster.open()) {
            ReprocessRequest request = request();
            Reprocess reprocess = context.findBean(Reprocess.class)
                    .orElseThrow(() -> new Fault("which videos there are is known to the timeline alone; say where its"
                            + " PostgreSQL is: segue.postgres.url, .user, .password (or SEGUE_POSTGRES_URL, ...)"));
            if (!yes || dryRun) {
                tell(reprocess.wouldBegin(request), request);
                return 0;
            }
            if (request.filter().isAll() && !all) {
                throw new Fault("this means every video there is; say which ones, or --all");
            }
            if (name == null && (isRelative("--since") || isRelative("--until"))) {
                throw new Fault("a time like 12h is another moment each time; give the whole a --name, or a day,"
                        + " so that running it again goes on with it");
            }
            PrintWriter err = spec.commandLine().getErr();
            ReprocessReport report = reprocess.run(request, line -> {
                err.println(line);
                err.flush();
            });
            print(text(report));
            return report.refused() == 0 ? 0 : Segue.FAULT;
        } catch (RetryRefusedException
                | ClusterUnavailableException
                | KafkaException
                | IllegalArgumentException
                | IllegalStateException e) {
            throw new Fault(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault("stopped; run it again to go on");
        }
    }

    private boolean isRelative(String option) {
        OptionSpec given = spec.commandLine().getParseResult().matchedOption(option);
        return given != null && given.stringValues().stream().noneMatch(Numbers.Moment::isFixed);
    }

    private ReprocessRequest request() {
        return new ReprocessRequest(
                new ReprocessFilter(new TreeMap<>(where), since, until),
                from == null ? null : RetryFrom.of(from),
                profile,
                priority,
                name,
                limit,
                rate,
                mostLag,
                audit.by());
    }

    private void tell(List<Candidate> videos, ReprocessRequest request) {
        StringBuilder text = new StringBuilder();
        videos.stream()
                .limit(SHOWN)
                .forEach(v -> text.append(String.format(
                        "%-38s run %-3d %-10s %-12s %-10s %s%n",
                        v.videoId(), v.generation(), v.state(), v.profile(), v.codec(), v.name())));
        if (videos.size() > SHOWN) {
            text.append("... and ").append(videos.size() - SHOWN).append(" more\n");
        }
        text.append(videos.size())
                .append(" would be begun as ")
                .append(request.run())
                .append("; nothing is done, with --yes it is");
        print(text.toString());
    }

    private static String text(ReprocessReport r) {
        StringBuilder text = new StringBuilder(r.run() + ": " + r.matched() + " meant, " + r.begun() + " begun, "
                + r.before() + " begun before, " + r.running() + " left alone since they are under way, "
                + r.refused() + " refused");
        r.reasons().forEach(reason -> text.append("\n  ").append(reason));
        return text.toString();
    }

    private void print(String text) {
        spec.commandLine().getOut().println(text);
        spec.commandLine().getOut().flush();
    }
}
