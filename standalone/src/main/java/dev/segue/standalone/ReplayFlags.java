package dev.segue.standalone;

import dev.segue.ops.deadletter.DeadLetters.Place;
import dev.segue.ops.deadletter.ReplayOptions;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How dead letters are put back, in the words of the command line. */
final class ReplayFlags {
    @Option(
            names = "--limit",
            paramLabel = "N",
            converter = Numbers.Count.class,
            defaultValue = "2147483647",
            description = "Put back N at most.")
    private int limit;

    @Option(
            names = "--rate",
            paramLabel = "N",
            converter = Numbers.CountOrNone.class,
            defaultValue = "0",
            description = "N a second at most (default: as fast as the stage works).")
    private int perSecond;

    @Option(
            names = "--canary",
            paramLabel = "N",
            converter = Numbers.CountOrNone.class,
            defaultValue = "0",
            description = "Put back N first, wait for what becomes of them, and go on only if all passed.")
    private int canary;

    @Option(
            names = "--patience",
            paramLabel = "TIME",
            converter = Numbers.Span.class,
            defaultValue = "10m",
            description = "How long to wait for the canary (default: ${DEFAULT-VALUE}).")
    private Duration patience = ReplayOptions.PATIENCE;

    @Option(
            names = "--max-lag",
            paramLabel = "N",
            converter = Numbers.CountOrNone.class,
            defaultValue = "" + ReplayOptions.MOST_LAG,
            description = "Wait while the stage is more than N records behind (default: ${DEFAULT-VALUE}).")
    private int mostLag;

    ReplayOptions options(String by, Place place) {
        return new ReplayOptions(by, limit, perSecond, canary, patience, mostLag, ReplayOptions.quarantineAfter(place));
    }
}
