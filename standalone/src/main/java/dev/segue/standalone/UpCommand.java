package dev.segue.standalone;

import dev.segue.stage.DrainSettings;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The laptop shape, kept running. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = {
            "Runs everything until Ctrl-C and serves, on one port of this computer:",
            "  /                     upload films and play them",
            "  /api/v1/uploads       POST the bytes of a film (?name=..., ?profile=...)",
            "  /api/v1/videos        where each video is",
            "  /health  /prometheus  health and metrics",
            "Data survives restarts; unfinished videos go on."
        })
final class UpCommand implements Callable<Integer> {
    static final int DEFAULT_PORT = 8080;

    @Option(
            names = "--port",
            paramLabel = "N",
            converter = Numbers.Port.class,
            defaultValue = "" + DEFAULT_PORT,
            description = "Port of the HTTP server, 0 for any free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Mixin
    private RunOptions options = new RunOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Console console =
                new Console(spec.commandLine().getOut(), spec.commandLine().getErr());
        Path folder = options.data == null ? Path.of(System.getProperty("user.home"), ".segue") : options.data;
        long began = System.nanoTime();
        try (Interruptible run = Interruptible.start(true);
                DataFolder data = DataFolder.open(folder)) {
            Logs.to(data.of("segue.log"));
            console.status("starting Kafka, S3, PostgreSQL and seven stages ...");
            try (Laptop laptop = Laptop.start(data, port, options.settings())) {
                run.waitsFor(laptop.context().getBean(DrainSettings.class).drainGrace());
                console.print(String.format(
                        "ready after %.1f s: %s  (data in %s, log in %s; Ctrl-C stops)",
                        (System.nanoTime() - began) / 1e9, laptop.address(), data.root(), data.of("segue.log")));
                new CountDownLatch(1).await();
                return 0;
            } catch (InterruptedException e) {
                console.error("stopped; the data is in " + data.root());
                return 0;
            }
        }
    }
}
