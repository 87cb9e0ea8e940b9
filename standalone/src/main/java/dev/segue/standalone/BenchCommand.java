package dev.segue.standalone;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measurements that anybody can repeat on a machine of their own. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measures, on this machine: how the runtime hands out work (runtime), how many videos an hour everything but the encoding",
            "carries (control-plane), or how long a film takes against plain FFmpeg (encode). What each figure means stands in",
            "docs/reference/performance.md. Nothing else should run meanwhile."
        },
        subcommands = {BenchRuntimeCommand.class, BenchControlPlaneCommand.class, BenchEncodeCommand.class})
final class BenchCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: runtime, control-plane or encode");
    }
}
