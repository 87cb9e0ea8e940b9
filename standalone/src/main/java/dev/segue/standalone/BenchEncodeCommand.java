package dev.segue.standalone;

import dev.segue.standalone.bench.EncodeBench;
import dev.segue.standalone.bench.EncodeReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A film through Segue and through plain FFmpeg. */
@Command(
        name = "encode",
        mixinStandardHelpOptions = true,
        description = {
            "Makes the same renditions of FILE in turn by the best single FFmpeg command, which decodes once and has all",
            "processors, and by Segue, measured from upload-complete to published; once also by one FFmpeg for each rendition."
        })
final class BenchEncodeCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The film.")
    private Path file = Path.of("");

    @Option(names = "--profile", paramLabel = "NAME", description = "Encoding profile (default: standard).")
    @Nullable
    private String profile;

    @Option(
            names = "--pairs",
            paramLabel = "N",
            converter = Numbers.Pairs.class,
            defaultValue = "3",
            description = "How often both are run (default: ${DEFAULT-VALUE}).")
    private int pairs;

    @Option(names = "--without-sequence", description = "Leave out one FFmpeg for each rendition, which takes longest.")
    private boolean withoutSequence;

    @Option(names = "--json", description = "Print the result as JSON and nothing else on the output.")
    private boolean json;

    @Option(
            names = "--slots",
            paramLabel = "N",
            converter = Numbers.Slots.class,
            defaultValue = "0",
            description = "Units encoded at the same time (default: one a processor).")
    private int slots;

    @Option(names = "--profiles", paramLabel = "DIR", description = "Folder with further encoding profiles (*.yaml).")
    @Nullable
    private Path profiles;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new Fault(file + " is not a readable file. Name the film to measure with.");
        }
        return BenchRun.of(spec, (data, console) -> {
            LaptopUnderTest segue = new LaptopUnderTest(file, profile, settings(), data.of("segue"));
            EncodeReport report =
                    new EncodeBench(file, segue, data.root(), console::status).run(pairs, !withoutSequence);
            return json ? report.json() : report.table();
        });
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>();
        settings.put("segue.encoder.slots", slots);
        if (profiles != null) {
            settings.put("segue.prober.profiles-dir", profiles.toAbsolutePath().toString());
        }
        return settings;
    }
}
