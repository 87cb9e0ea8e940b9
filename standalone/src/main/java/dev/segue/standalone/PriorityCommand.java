package dev.segue.standalone;

import dev.segue.contract.Prioritize;
import dev.segue.contract.Priority;
import dev.segue.ops.ClusterUnavailableException;
import dev.segue.ops.retry.RetryRefusedException;
import dev.segue.ops.retry.RunCommands;
import dev.segue.stage.TransientFailure;
import io.micronaut.context.ApplicationContext;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Changes how urgent a video is. */
@Command(
        name = "priority",
        mixinStandardHelpOptions = true,
        description = {
            "Changes how urgent the newest run of a video is. What waits of it takes its new place at once, and what comes later",
            "as well; what is being encoded goes on. Of a running `segue up`: --data DIR."
        })
final class PriorityCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "VIDEO", description = "The video's id.")
    private String videoId = "";

    @Parameters(index = "1", paramLabel = "PRIORITY", description = "urgent, high, normal or low.")
    private Priority priority = Priority.NORMAL;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        try (ApplicationContext context = cluster.open()) {
            Prioritize command = context.getBean(RunCommands.class).prioritize(videoId, priority, "cli");
            spec.commandLine()
                    .getOut()
                    .println("run " + command.generation() + " of " + videoId + " is "
                            + priority.name().toLowerCase(Locale.ROOT) + " now");
            spec.commandLine().getOut().flush();
            return 0;
        } catch (RetryRefusedException | ClusterUnavailableException e) {
            throw new Fault(String.valueOf(e.getMessage()));
        } catch (TransientFailure e) {
            throw new Fault("the command was not written: " + e.getMessage() + "; check --kafka and try again");
        }
    }
}
