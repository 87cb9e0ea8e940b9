package dev.segue.standalone;

import dev.segue.ops.VideoOutcome;
import dev.segue.ops.VideoProgress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The main job: files in, adaptive streams out. */
@Command(
        name = "transcode",
        mixinStandardHelpOptions = true,
        description = {
            "Makes an adaptive stream of each FILE: OUT/<videoId>/master.m3u8 (HLS) and manifest.mpd (DASH) over one set of"
                    + " CMAF segments.",
            "Starts Kafka, S3, PostgreSQL and all seven stages inside this process; nothing needs to be installed or running."
        },
        footerHeading = "%nExit status:%n",
        footer = {
            "  0  every file was transcoded",
            "  1  a fault; the message says what to do",
            "  2  wrong usage",
            "  3  a file was rejected; \"rejected: CODE: sentence\" on the error output says why"
        })
final class TranscodeCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Films to transcode. Several share the workers.")
    private List<Path> files = List.of();

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            defaultValue = "segue-out",
            description = "Where the results go (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("segue-out");

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "Encoding profile: standard (360p to 1080p H.264, AAC), fast, or one of --profiles"
                    + " (default: standard).")
    @Nullable
    private String profile;

    @Option(names = "--json", description = "Print the result as one JSON object and nothing else on the output.")
    private boolean json;

    @Mixin
    private RunOptions options = new RunOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        for (Path file : files) {
            if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
                throw new Fault(file + " is not a readable file. Name the film to transcode.");
            }
        }
        Console console =
                new Console(spec.commandLine().getOut(), spec.commandLine().getErr());
        try (Interruptible run = Interruptible.start(Segue.FAULT);
                DataFolder data = DataFolder.open(options.data)) {
            Logs.to(data.of("segue.log"));
            console.status("starting Kafka, S3, PostgreSQL and seven stages ...");
            try (Laptop laptop = Laptop.start(data, 0, options.settings())) {
                return transcode(laptop, console);
            } catch (InterruptedException e) {
                console.error("stopped"
                        + (options.data == null ? "" : "; the same command with --data goes on where it was"));
                return Segue.FAULT;
            } catch (Fault e) {
                data.keepLog();
                throw e;
            }
        }
    }

    private int transcode(Laptop laptop, Console console) throws Exception {
        Map<String, Path> uploaded = new LinkedHashMap<>();
        try (UploadClient client = new UploadClient(laptop.address());
                ProgressPrinter printer = new ProgressPrinter(laptop.board(), console)) {
            for (Path file : files) {
                console.status("uploading " + file.getFileName() + " ...");
                String videoId = client.upload(file, profile);
                uploaded.put(videoId, file);
                printer.follow(videoId, String.valueOf(file.getFileName()));
            }
            for (String videoId : uploaded.keySet()) {
                laptop.awaitEnd(videoId);
            }
        }
        return report(laptop, console, uploaded);
    }

    private int report(Laptop laptop, Console console, Map<String, Path> uploaded) {
        Results results = new Results();
        int status = 0;
        for (Map.Entry<String, Path> upload : uploaded.entrySet()) {
            VideoProgress end = laptop.board().find(upload.getKey()).orElseThrow();
            String file = String.valueOf(upload.getValue());
            switch (end.outcome()) {
                case VideoOutcome.Playable playable -> {
                    Path folder = Download.version(laptop.context(), playable.published(), out);
                    results.playable(file, folder, playable.published());
                    if (!json) {
                        console.print(ResultTable.of(file, folder, playable.published()));
                    }
                }
                case VideoOutcome.Refused refused -> {
                    results.rejected(file, refused.rejected());
                    console.error("rejected: " + refused.rejected().code() + ": "
                            + refused.rejected().sentence() + (uploaded.size() > 1 ? " [" + file + "]" : ""));
                    status = status == Segue.FAULT ? status : Segue.REJECTED;
                }
                case VideoOutcome.Failed failed -> {
                    results.failed(file, upload.getKey(), failed);
                    console.error("fault: " + failed.stage() + " gave up on " + file + " (" + failed.code() + "): "
                            + failed.message() + ". The work rests in " + failed.topic()
                            + "; run again, with --data DIR to keep logs and dead letters for a look.");
                    status = Segue.FAULT;
                }
                case VideoOutcome.Running running ->
                    throw new IllegalStateException("video has not ended: " + upload.getKey());
            }
        }
        if (json) {
            console.print(results.json());
        }
        return status;
    }
}
