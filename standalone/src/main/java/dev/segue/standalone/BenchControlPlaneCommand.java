package dev.segue.standalone;

import dev.segue.standalone.bench.ControlPlaneReport;
import dev.segue.standalone.bench.ControlPlaneSize;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Everything but the encoding. */
@Command(
        name = "control-plane",
        mixinStandardHelpOptions = true,
        description = {
            "Has FFmpeg encode one short film, then states the same film as new videos at one rate after the other; FFmpeg's place is",
            "taken by copies of what it made. Dispatcher, workers, assembler, publisher, timeline, Kafka, object store and",
            "PostgreSQL do all their work. Tells what rate was reached, processor time per video, and what was left at the end."
        })
final class BenchControlPlaneCommand implements Callable<Integer> {
    @Option(names = "--json", description = "Print the result as JSON and nothing else on the output.")
    private boolean json;

    @Option(names = "--quick", description = "Only show that it works; the figures mean nothing.")
    private boolean quick;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            converter = Numbers.Seconds.class,
            defaultValue = "60",
            description = "How long videos come at each rate (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--rates",
            paramLabel = "N",
            split = ",",
            converter = Numbers.Count.class,
            defaultValue = "10000,20000,40000",
            description = "Videos an hour, one rate after the other (default: ${DEFAULT-VALUE}).")
    private List<Integer> rates = List.of();

    @Option(
            names = "--slots",
            paramLabel = "N",
            converter = Numbers.Slots.class,
            defaultValue = "64",
            description = "Units at work at the same time (default: ${DEFAULT-VALUE}).")
    private int slots;

    @Option(
            names = "--with-splitter",
            description = "Leave the splitter at work, which reads each video's source by ffprobe.")
    private boolean withSplitter;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        ControlPlaneSize size =
                quick ? ControlPlaneSize.QUICK : ControlPlaneSize.full(Duration.ofSeconds(seconds), rates);
        return BenchRun.of(spec, (data, console) -> {
            try (ControlPlane plane = ControlPlane.start(data, slots, console::status)) {
                ControlPlaneReport report = plane.measure(size, withSplitter);
                return json ? report.json() : report.table();
            }
        });
    }
}
