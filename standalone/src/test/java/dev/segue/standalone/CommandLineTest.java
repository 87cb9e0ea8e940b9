package dev.segue.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        CommandLine line = Segue.commandLine();
        return line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(args);
    }

    @ParameterizedTest
    @ValueSource(strings = {"transcode", "up", "demo", "stage", "topics", "bench"})
    void everyCommandExplainsItself(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out.toString()).contains("Usage: segue " + command);
        assertThat(out.toString().split("\n").length).isGreaterThan(6);
    }

    @Test
    void namesTheFileThatCannotBeRead() {
        assertThat(run("transcode", "no-such-film.mp4")).isEqualTo(Segue.FAULT);
        assertThat(err.toString()).contains("no-such-film.mp4 is not a readable file");
    }

    @Test
    void listsTheStagesWhenOneIsUnknown() {
        assertThat(run("stage", "cutter")).isEqualTo(2);
        assertThat(err.toString()).contains("Unknown stage 'cutter'").contains("scanner, prober");
    }

    @Test
    void saysWhatCommandsThereAre() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("transcode");
    }
}
