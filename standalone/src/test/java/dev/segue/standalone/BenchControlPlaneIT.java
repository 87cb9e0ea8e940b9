package dev.segue.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** That videos go from their events to the timeline without FFmpeg; how many, is for quiet machines to tell. */
class BenchControlPlaneIT {
    @Test
    void publishesEveryVideoThatIsOfferedAndPrintsNothingButJson() throws Exception {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Segue.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

        int status = line.execute("bench", "control-plane", "--quick", "--slots", "4", "--json");

        assertThat(status).as(err.toString()).isZero();
        JsonNode report = JsonMapper.builder().build().readTree(out.toString());
        assertThat(report.path("video").path("units").asInt()).isEqualTo(3);
        assertThat(report.path("video").path("renditions").asInt()).isEqualTo(4);
        assertThat(report.path("steps")).hasSize(1);
        JsonNode step = report.path("steps").path(0);
        assertThat(step.path("videos").asInt()).isPositive();
        // All of them, and in the timeline: what is waited for before it is said.
        assertThat(step.path("drainedMs").asLong()).isPositive();
        assertThat(step.path("latencyMs").path("videos").asInt())
                .isEqualTo(step.path("videos").asInt());
        assertThat(step.path("latencyMs").path("p50").asLong())
                .isBetween(1L, step.path("latencyMs").path("p99").asLong());
        assertThat(step.path("cpuMsPerVideo").path("jvm").asLong()).isPositive();
    }
}
