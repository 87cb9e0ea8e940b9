package dev.segue.standalone;

import dev.segue.embedded.EmbeddedKafka;
import dev.segue.standalone.bench.RuntimeBench;
import dev.segue.standalone.bench.RuntimeReport;
import dev.segue.standalone.bench.RuntimeSize;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The runtime alone, without films. */
@Command(
        name = "runtime",
        mixinStandardHelpOptions = true,
        description = {
            "Sends jobs that do nothing, or only sleep, through the workers of one stage on a broker of its own: jobs a second,",
            "time until a job is begun, and how long 120 jobs of very different length take on 8 slots, compared with the ideal",
            "and with classic consumer groups. Takes about a minute."
        })
final class BenchRuntimeCommand implements Callable<Integer> {
    @Option(names = "--json", description = "Print the result as JSON and nothing else on the output.")
    private boolean json;

    @Option(names = "--quick", description = "Only show that it works; the figures mean nothing.")
    private boolean quick;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        return BenchRun.of(spec, (data, console) -> {
            console.status("starting Kafka ...");
            try (EmbeddedKafka kafka = EmbeddedKafka.start(data.of("kafka"), 0, Laptop.BROKER)) {
                RuntimeReport report = RuntimeBench.run(
                        kafka.bootstrapServers(),
                        data.root(),
                        quick ? RuntimeSize.QUICK : RuntimeSize.FULL,
                        console::status);
                return json ? report.json() : report.table();
            }
        });
    }
}
