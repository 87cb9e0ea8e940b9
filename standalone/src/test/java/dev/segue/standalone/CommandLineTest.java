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
    @ValueSource(
            strings = {
                "transcode",
                "up",
                "demo",
                "stage",
                "topics",
                "retry",
                "reprocess",
                "priority",
                "lag",
                "audit",
                "bench"
            })
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "transcode --slots -1 film.mp4",
                "transcode --slots 300 film.mp4",
                "transcode --ffmpeg foo film.mp4",
                "up --port 99999",
                "up --slots two",
                "demo --port -1",
                "demo --seconds 0",
                "stage scanner --port 99999",
                "topics apply --replication-factor -1",
                "cancel --generation 0 film",
                "audit --settle never",
                "audit --grace -PT1H",
                "audit --yes",
                "audit --sweep --grace 30m",
                "reprocess --since yesterday",
                "up --prot 80"
            })
    void wrongUsageIsSaidInOneSentence(String command) {
        String[] words = command.split(" ");

        assertThat(run(words)).isEqualTo(2);
        assertThat(err.toString().strip().lines())
                .hasSize(2)
                .first()
                .asString()
                .startsWith("segue: ")
                .containsPattern(words[words[1].equals("scanner") || words[1].equals("apply") ? 2 : 1]);
        assertThat(err.toString()).endsWith("See: segue " + words[0] + subCommand(words) + " --help\n");
    }

    private static String subCommand(String[] words) {
        return words[1].equals("apply") ? " apply" : "";
    }
}
