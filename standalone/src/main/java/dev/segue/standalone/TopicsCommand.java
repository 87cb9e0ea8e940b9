package dev.segue.standalone;

import dev.segue.ops.ClusterUnavailableException;
import dev.segue.ops.TopicChange;
import dev.segue.ops.Topics;
import io.micronaut.context.ApplicationContext;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Brings a cluster to {@code topics.yaml}. */
@Command(
        name = "topics",
        mixinStandardHelpOptions = true,
        description =
                "Compares a Kafka cluster with topics.yaml (topics, their settings, settings of share groups) or brings it there.")
final class TopicsCommand implements Runnable {
    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Option(
            names = "--replication-factor",
            paramLabel = "N",
            converter = Numbers.Copies.class,
            defaultValue = "0",
            scope = ScopeType.INHERIT,
            description = "Copies of new topics (default: as in topics.yaml).")
    private int replicationFactor;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: diff or apply");
    }

    @Command(mixinStandardHelpOptions = true, description = "Prints what apply would change; changes nothing.")
    int diff() {
        return with(topics -> replicationFactor > 0 ? topics.diff(replicationFactor) : topics.diff(), "would ");
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Creates and alters what differs and prints it. Running it again changes nothing.")
    int apply() {
        return with(topics -> replicationFactor > 0 ? topics.apply(replicationFactor) : topics.apply(), "");
    }

    private int with(Function<Topics, List<TopicChange>> action, String prefix) {
        try (ApplicationContext context = cluster.open()) {
            List<TopicChange> changes = action.apply(context.getBean(Topics.class));
            PrintWriter out = spec.commandLine().getOut();
            changes.forEach(change -> out.println(
                    change instanceof TopicChange.Refused ? change.sentence() : prefix + change.sentence()));
            if (changes.isEmpty()) {
                out.println("the cluster is as topics.yaml says");
            }
            out.flush();
            return changes.stream().anyMatch(TopicChange.Refused.class::isInstance) ? Segue.FAULT : 0;
        } catch (ClusterUnavailableException e) {
            throw new Fault(String.valueOf(e.getMessage()));
        }
    }
}
