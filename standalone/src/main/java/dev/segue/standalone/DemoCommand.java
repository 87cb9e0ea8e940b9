package dev.segue.standalone;

import dev.segue.contract.Published;
import dev.segue.media.ffmpeg.Ffmpeg;
import dev.segue.ops.VideoOutcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A film of its own, from the first frame to the page that plays it. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a film (moving picture, burnt-in time code, sound), sends it through all seven stages",
            "and prints the address of a page that plays it. Keeps serving until Ctrl-C."
        })
final class DemoCommand implements Callable<Integer> {
    @Option(
            names = "--seconds",
            paramLabel = "N",
            converter = Numbers.Seconds.class,
            defaultValue = "20",
            description = "Length of the film (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--port",
            paramLabel = "N",
            converter = Numbers.Port.class,
            defaultValue = "0",
            description = "Port of the HTTP server, 0 for any free one (default).")
    private int port;

    @Option(names = "--once", description = "End when the film is published instead of serving it.")
    private boolean once;

    @Mixin
    private RunOptions options = new RunOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        Console console =
                new Console(spec.commandLine().getOut(), spec.commandLine().getErr());
        try (Interruptible run = Interruptible.start(true);
                DataFolder data = DataFolder.open(options.data)) {
            Logs.to(data.of("segue.log"));
            console.status("starting Kafka, S3, PostgreSQL and seven stages ...");
            try (Laptop laptop = Laptop.start(data, port, options.settings())) {
                return demo(laptop, data, console);
            } catch (InterruptedException e) {
                console.error("stopped");
                return 0;
            } catch (Fault e) {
                data.keepLog();
                throw e;
            }
        }
    }

    private int demo(Laptop laptop, DataFolder data, Console console) throws Exception {
        console.status("making a film of " + seconds + " s ...");
        Path folder = Files.createDirectories(data.of("demo"));
        laptop.context()
                .getBean(Ffmpeg.class)
                .run(film(seconds), folder, Instant.now().plus(Duration.ofMinutes(10)));
        Published published = publish(laptop, folder.resolve("demo.mp4"), console);
        console.print("published: " + laptop.address().resolve(published.hls()));
        console.print("play it:   " + laptop.address().resolve("/play/" + published.videoId()));
        if (!once) {
            console.print("Ctrl-C stops.");
            new CountDownLatch(1).await();
        }
        return 0;
    }

    private static Published publish(Laptop laptop, Path film, Console console) throws InterruptedException {
        try (UploadClient client = new UploadClient(laptop.address());
                ProgressPrinter printer = new ProgressPrinter(laptop.board(), console)) {
            if (!(client.upload(film, null) instanceof Upload.Taken taken)) {
                throw new Fault("the demo film was not taken");
            }
            printer.follow(taken.videoId(), "demo.mp4");
            VideoOutcome outcome = laptop.awaitEnd(taken.videoId()).outcome();
            if (outcome instanceof VideoOutcome.Playable playable) {
                return playable.published();
            }
            throw new Fault("the demo film was not published: " + outcome);
        }
    }

    /** A moving test picture that shows its own time and frame number, and a tone with a beep each second. */
    static List<String> film(int seconds) {
        String graph = "testsrc2=size=1280x720:rate=30:duration=" + seconds + "[v];"
                + "sine=frequency=220:beep_factor=4:sample_rate=48000:duration=" + seconds + ",volume=0.5[a]";
        return List.of(
                "-filter_complex",
                graph,
                "-map",
                "[v]",
                "-map",
                "[a]",
                "-c:v",
                "libx264",
                "-preset",
                "veryfast",
                "-pix_fmt",
                "yuv420p",
                "-c:a",
                "aac",
                "-y",
                "demo.mp4");
    }
}
