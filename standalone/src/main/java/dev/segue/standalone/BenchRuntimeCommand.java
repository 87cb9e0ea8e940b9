package dev.segue.standalone;

import dev.segue.embedded.EmbeddedKafka;
import dev.segue.standalone.bench.BenchFailedException;
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
        Console console =
                new Console(spec.commandLine().getOut(), spec.commandLine().getErr());
        try (Interruptible run = Interruptible.start(false);
                DataFolder data = DataFolder.open(null)) {
            Logs.to(data.of("segue.log"));
            console.status("starting Kafka ...");
            try (EmbeddedKafka kafka = EmbeddedKafka.start(data.of("kafka"), 0, Laptop.BROKER)) {
                RuntimeReport report = RuntimeBench.run(
                        kafka.bootstrapServers(),
                        data.root(),
                        quick ? RuntimeSize.QUICK : RuntimeSize.FULL,
                        console::status);
                console.print(json ? report.json() : report.table());
                return 0;
            } catch (BenchFailedException e) {
                data.keepLog();
                throw new Fault(String.valueOf(e.getMessage()));
            } catch (InterruptedException e) {
                console.error("stopped");
                return Segue.FAULT;
            }
        }
    }
}
