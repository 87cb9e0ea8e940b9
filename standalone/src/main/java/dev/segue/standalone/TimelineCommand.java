package dev.segue.standalone;

import dev.segue.ops.ClusterUnavailableException;
import dev.segue.ops.timeline.Rebuild;
import dev.segue.stage.TransientFailure;
import io.micronaut.context.ApplicationContext;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The timeline from the command line. */
@Command(name = "timeline", mixinStandardHelpOptions = true, description = "Looks after the timeline of all videos.")
final class TimelineCommand implements Runnable {
    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: rebuild");
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = {
                "Empties the timeline and fills it again from Kafka, while everything runs. What is older than what Kafka keeps",
                "stays as it is, so that such videos can still be retried. May be stopped and run again.",
                "PostgreSQL is that of SEGUE_POSTGRES_URL, _USER, _PASSWORD, or of --data."
            })
    int rebuild(
            @Option(names = "--drop", description = "Empty also what Kafka no longer has; it is lost for good.")
                    boolean drop) {
        Console console =
                new Console(spec.commandLine().getOut(), spec.commandLine().getErr());
        try (ApplicationContext context = cluster.open()) {
            Rebuild.Progress end = context.getBean(Rebuild.class)
                    .run(
                            drop,
                            progress -> console.status(String.format(
                                    Locale.ROOT,
                                    "%d of %d records, %d videos",
                                    progress.read(),
                                    progress.records(),
                                    progress.videos())));
            console.print("the timeline is rebuilt: " + end.videos() + " videos from " + end.records() + " records");
            return 0;
        } catch (ClusterUnavailableException e) {
            throw new Fault(String.valueOf(e.getMessage()));
        } catch (TransientFailure e) {
            throw new Fault(
                    "PostgreSQL does not answer; check SEGUE_POSTGRES_URL, _USER and _PASSWORD, and run it again", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault("stopped; run it again to begin again");
        }
    }
}
