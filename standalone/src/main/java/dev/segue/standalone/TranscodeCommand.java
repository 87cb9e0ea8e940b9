package dev.segue.standalone;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
            description =
                    "Encoding profile: standard (240p to 1080p H.264, AAC), premium (adds HEVC and AV1, 2160p, HDR), vp9,"
                            + " fast, audio-only, or one of --profiles (default: standard).")
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
        try (Interruptible run = Interruptible.start(false);
                DataFolder data = DataFolder.open(options.data)) {
            Logs.to(data.of("segue.log"));
            console.status("starting Kafka, S3, PostgreSQL and seven stages ...");
            try (Laptop laptop = Laptop.start(data, 0, Laptop.withoutOperations(options.settings()))) {
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

    /** What happens to one file never stops the others. */
    private int transcode(Laptop laptop, Console console) throws Exception {
        List<Upload> uploads = new ArrayList<>();
        try (UploadClient client = new UploadClient(laptop.address());
                ProgressPrinter printer = new ProgressPrinter(laptop.board(), console)) {
            for (Path file : files) {
                console.status("uploading " + file.getFileName() + " ...");
                Upload upload = client.upload(file, profile);
                uploads.add(upload);
                if (upload instanceof Upload.Taken taken) {
                    printer.follow(taken.videoId(), String.valueOf(file.getFileName()));
                }
            }
            for (Upload upload : uploads) {
                if (upload instanceof Upload.Taken taken) {
                    laptop.awaitEnd(taken.videoId());
                }
            }
        }
        Report report = new Report(console, json, published -> Download.version(laptop.context(), published, out));
        for (int i = 0; i < uploads.size(); i++) {
            Path file = files.get(i);
            switch (uploads.get(i)) {
                case Upload.Taken taken ->
                    report.ended(file, laptop.board().find(taken.videoId()).orElseThrow());
                case Upload.Refused refused -> report.refused(file, refused);
                case Upload.Failed failed -> report.notUploaded(file, failed);
            }
        }
        return report.status();
    }
}
