package dev.segue.standalone;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.segue.ops.ClusterUnavailableException;
import dev.segue.ops.deadletter.DeadLetters;
import dev.segue.ops.deadletter.Letter;
import dev.segue.ops.deadletter.LetterFile;
import dev.segue.ops.deadletter.LetterGroup;
import dev.segue.ops.deadletter.LetterId;
import dev.segue.ops.deadletter.ReplayOptions;
import dev.segue.ops.deadletter.ReplayReport;
import io.micronaut.context.ApplicationContext;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Dead letters from the command line. */
@Command(
        name = "dlq",
        mixinStandardHelpOptions = true,
        description = {
            "Shows what lies in the dead-letter topics by cause, and puts it back, discards it, or takes it elsewhere.",
            "Only replay --yes, discard --yes and import change anything; each is audited on dead-letter-actions."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./segue dlq list --kafka kafka:9092                       what is open, by cause",
            "  ./segue dlq show encode-queue.dlq/0/17                    one letter: reason, log, exact FFmpeg command",
            "  ./segue dlq replay --fingerprint 3f2a9c01                 what would be sent (nothing is)",
            "  ./segue dlq replay --fingerprint 3f2a9c01 --canary 5 --yes",
            "                                                            five first; the rest if the stage took them"
        })
final class DlqCommand implements Runnable {
    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print JSON and nothing else on the output.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Missing command: list, show, replay, discard, export or import");
    }

    @Command(mixinStandardHelpOptions = true, description = "Lists open letters by stage, code and cause.")
    int list(
            @Mixin LetterSelection which,
            @Option(names = "--each", description = "List each letter instead.") boolean each) {
        return with(letters -> {
            if (each) {
                List<Letter> found = letters.letters(which.filter(), which.place());
                print(json ? asJson(found) : LetterText.each(found));
            } else {
                List<LetterGroup> groups = letters.groups(which.filter(), which.place());
                print(json ? asJson(groups) : LetterText.groups(groups, Instant.now()));
            }
            return 0;
        });
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Shows one letter: headers, reason, log, the exact FFmpeg command, content.")
    int show(@Parameters(paramLabel = "TOPIC/P/OFFSET", description = "As list shows it.") String id) {
        return with(letters -> {
            LetterId letter = LetterId.of(id);
            DeadLetters.Whole whole =
                    letters.find(letter).orElseThrow(() -> new Fault("there is no dead letter " + letter));
            print(json ? LetterFile.write(LetterFile.Line.of(whole.record())) : LetterText.whole(whole));
            return 0;
        });
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = {
                "Puts letters back to the topic they came from. Without --yes it only tells what would be sent.",
                "May be stopped and run again: no letter is sent twice or forgotten. Exit status 1 when it stopped early."
            })
    int replay(
            @Mixin LetterSelection which,
            @Option(names = "--yes", description = "Really do it.") boolean yes,
            @Option(names = "--all", description = "Needed with --yes where nothing says which letters.") boolean all,
            @Mixin ReplayFlags how,
            @Mixin AuditOptions audit) {
        ReplayOptions options = how.options(audit.by(), which.place());
        return with(letters -> {
            if (!yes) {
                List<Letter> found = letters.letters(which.filter(), which.place());
                print(json ? asJson(found) : LetterText.plan(found, options));
                return 0;
            }
            which.requireMeant(all);
            PrintWriter err = spec.commandLine().getErr();
            ReplayReport report = letters.replay(which.filter(), which.place(), options, err::println);
            print(json ? asJson(report) : LetterText.report(report));
            return report.stopped() == null ? 0 : Segue.FAULT;
        });
    }

    @Command(
            mixinStandardHelpOptions = true,
            description =
                    "Closes letters without putting them back; they stay readable. Without --yes it only lists them.")
    int discard(
            @Mixin LetterSelection which,
            @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why, for the audit.")
                    String reason,
            @Option(names = "--yes", description = "Really do it.") boolean yes,
            @Option(names = "--all", description = "Needed with --yes where nothing says which letters.") boolean all,
            @Mixin AuditOptions audit) {
        return with(letters -> {
            if (!yes) {
                List<Letter> found = letters.letters(which.filter(), which.place());
                print(json ? asJson(found) : LetterText.each(found) + "nothing is done; with --yes they are discarded");
                return 0;
            }
            which.requireMeant(all);
            int discarded = letters.discard(which.filter(), which.place(), audit.by(), reason);
            print(json ? asJson(Map.of("discarded", discarded)) : discarded + " discarded");
            return 0;
        });
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Writes open letters with their content to a file, one JSON object a line.")
    int export(
            @Mixin LetterSelection which,
            @Parameters(paramLabel = "FILE", description = "Must not exist yet.") Path file) {
        return with(letters -> {
            if (Files.exists(file)) {
                throw new Fault(file + " exists; name a file that does not");
            }
            try (BufferedWriter out = Files.newBufferedWriter(file)) {
                int written = letters.export(which.filter(), which.place(), line -> {
                    try {
                        out.write(LetterFile.write(line));
                        out.newLine();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
                print(json ? asJson(Map.of("written", written)) : written + " written to " + file);
            } catch (IOException | UncheckedIOException e) {
                throw new Fault(file + " cannot be written", e);
            }
            return 0;
        });
    }

    @Command(
            name = "import",
            mixinStandardHelpOptions = true,
            description =
                    "Writes exported letters to their dead-letter topics; those that lie there already are passed over.")
    int importFile(
            @Parameters(paramLabel = "FILE", description = "What export wrote.") Path file, @Mixin AuditOptions audit) {
        return with(letters -> {
            try {
                List<LetterFile.Line> lines = Files.readAllLines(file).stream()
                        .filter(line -> !line.isBlank())
                        .map(LetterFile::read)
                        .toList();
                int written = letters.importAll(lines, audit.by());
                print(json ? asJson(Map.of("written", written)) : written + " of " + lines.size() + " written");
            } catch (IOException e) {
                throw new Fault(file + " cannot be read", e);
            }
            return 0;
        });
    }

    private interface Work {
        int on(DeadLetters letters) throws InterruptedException;
    }

    private int with(Work work) {
        try (ApplicationContext context = cluster.open()) {
            return work.on(context.getBean(DeadLetters.class));
        } catch (ClusterUnavailableException | KafkaException | IllegalArgumentException | IllegalStateException e) {
            throw new Fault(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault("stopped; run it again to go on");
        }
    }

    private void print(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(text.stripTrailing());
        out.flush();
    }

    private static String asJson(Object value) {
        try {
            return JsonMapper.builder()
                    .addModule(new JavaTimeModule())
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                    .build()
                    .writerWithDefaultPrettyPrinter()
                    .writeValueAsString(value);
        } catch (IOException e) {
            throw new IllegalStateException("letters cannot be written as JSON", e);
        }
    }
}
