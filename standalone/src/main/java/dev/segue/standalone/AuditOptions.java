package dev.segue.standalone;

import picocli.CommandLine.Option;

/** Who does what is audited. */
final class AuditOptions {
    @Option(
            names = {"--as", "--by"},
            paramLabel = "NAME",
            defaultValue = "${sys:user.name}",
            description = "Who asks for it, for the audit (default: ${DEFAULT-VALUE}).")
    private String by = "";

    String by() {
        return by;
    }
}
