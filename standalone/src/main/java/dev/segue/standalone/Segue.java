package dev.segue.standalone;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code segue} command. */
@Command(
        name = "segue",
        mixinStandardHelpOptions = true,
        version = "segue 0.1.0",
        description = {
            "Turns films into adaptive streams (HLS and DASH).",
            "Seven stages hand the film on through Kafka: ingest, scanner, prober, splitter, encoder, assembler, publisher."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./segue transcode film.mp4             makes segue-out/<videoId>/master.m3u8 and manifest.mpd",
            "  ./segue demo                           makes a film of its own and a page that plays it",
            "  ./segue up --data ~/segue              keeps running: upload and play at http://127.0.0.1:8080/",
            "  ./segue test                           runs all tests",
            "",
            "Exit status: 0 done, 1 a fault (the message says what to do), 2 wrong usage, 3 a file was rejected,",
            "4 the audit found something."
        },
        subcommands = {
            TranscodeCommand.class,
            UpCommand.class,
            DemoCommand.class,
            StageCommand.class,
            OpsCommand.class,
            TimelineCommand.class,
            TopicsCommand.class,
            CancelCommand.class,
            RetryCommand.class,
            ReprocessCommand.class,
            PriorityCommand.class,
            DlqCommand.class,
            LagCommand.class,
            AuditCommand.class,
            BenchCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Segue implements Runnable {
    /** A fault of ours or of the surroundings. */
    static final int FAULT = 1;

    /** A file was rejected. */
    static final int REJECTED = 3;

    /** The audit looked and found something wrong. */
    static final int FOUND = 4;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Segue())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler((e, args) -> {
                    CommandLine line = e.getCommandLine();
                    PrintWriter err = line.getErr();
                    err.println("segue: " + e.getMessage());
                    err.println("See: " + line.getCommandSpec().qualifiedName() + " --help");
                    err.flush();
                    return line.getCommandSpec().exitCodeOnInvalidInput();
                })
                .setExecutionExceptionHandler((e, line, parsed) -> {
                    PrintWriter err = line.getErr();
                    err.println("segue: " + (e instanceof Fault ? e.getMessage() : "unexpected fault: " + e));
                    if (!(e instanceof Fault)) {
                        e.printStackTrace(err);
                    }
                    err.flush();
                    return FAULT;
                });
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Missing command: transcode, up, demo, stage, ops, timeline, topics, cancel, retry, reprocess, priority, dlq, lag, audit, "
                        + "bench or test");
    }
}
