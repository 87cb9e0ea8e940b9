package dev.segue.standalone;

import dev.segue.contract.Cancel;
import dev.segue.ops.ClusterUnavailableException;
import dev.segue.ops.retry.RunCommands;
import dev.segue.stage.EventPublisher;
import dev.segue.stage.TransientFailure;
import io.micronaut.context.ApplicationContext;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
            "What was published stays. Of a running `segue up`: --data DIR."
        })
final class CancelCommand implements Callable<Integer> {
    @Parameters(paramLabel = "VIDEO", description = "The video's id.")
    private String videoId = "";

    @Option(
            names = "--generation",
            paramLabel = "N",
            converter = Numbers.Run.class,
            description = "The run; older ones are cancelled with it (default: the newest).")
    @Nullable
    private Integer generation;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "Cancelled by request.",
            description = "Why, for people.")
    private String reason = "";

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        try (ApplicationContext context = cluster.open()) {
            Cancel command;
            if (generation == null) {
                command = context.getBean(RunCommands.class).cancel(videoId, reason, "cli");
            } else {
                command = new Cancel(videoId, generation, reason);
                context.getBean(EventPublisher.class).publish("cli", List.of(command));
            }
            spec.commandLine().getOut().println("run " + command.generation() + " of " + videoId + " is cancelled");
            spec.commandLine().getOut().flush();
            return 0;
        } catch (TransientFailure e) {
            throw new Fault("the command was not written: " + e.getMessage() + "; check --kafka and try again");
        } catch (ClusterUnavailableException | IllegalArgumentException e) {
            throw new Fault(String.valueOf(e.getMessage()));
        }
    }
}
