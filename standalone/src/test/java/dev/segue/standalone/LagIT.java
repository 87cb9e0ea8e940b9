package dev.segue.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.segue.contract.TopicCatalogue;
import dev.segue.stage.KafkaSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** {@code segue lag} of the pipeline that the tests of this module share. */
class LagIT {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void showsEveryStageThatReadsATopicThroughAGroup() throws Exception {
        String kafka = kafka();
        List<String> expected = new ArrayList<>();
        TopicCatalogue.builtIn().topics().forEach(topic -> topic.readers().forEach((reader, how) -> {
            if (how.equals("share") || how.equals("streams")) {
                expected.add(reader + " " + how + " " + topic.name());
            }
        }));

        assertThat(segue("lag", "--json", "--kafka", kafka)).isZero();

        List<String> shown = new ArrayList<>();
        for (JsonNode stage : new ObjectMapper().readTree(out.toString()).get("stages")) {
            shown.add(stage.get("stage").asText() + " " + stage.get("kind").asText() + " "
                    + stage.get("topic").asText());
            // The timeline notes how far it is and is no member of a group.
            if (!stage.get("stage").asText().equals("timeline")) {
                assertThat(stage.get("members").asInt()).as("%s", stage).isPositive();
                assertThat(stage.get("state").asText()).isEqualTo("Stable");
            }
            assertThat(stage.get("exact").asBoolean()).isTrue();
        }
        assertThat(shown).containsAll(expected);
    }

    @Test
    void printsALineForEachStageAndTheDeadLetters() {
        assertThat(segue("lag", "--kafka", kafka())).isZero();

        assertThat(out.toString())
                .startsWith("STAGE")
                .containsPattern("encoder +encode-queue +\\d+ +\\S+.* +\\d+ +Stable")
                .containsPattern("dead letters|open on ");
    }

    @Test
    void saysThatKafkaDoesNotAnswer() {
        assertThat(segue("lag", "--kafka", "no-such-host.invalid:9092")).isEqualTo(Segue.FAULT);

        assertThat(err.toString())
                .startsWith("segue: Kafka at no-such-host.invalid:9092 did not answer")
                .doesNotContain("unexpected");
    }

    private static String kafka() {
        return Pipeline.shared().laptop().context().getBean(KafkaSettings.class).bootstrapServers();
    }

    private int segue(String... words) {
        CommandLine line = Segue.commandLine();
        return line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(words);
    }
}
