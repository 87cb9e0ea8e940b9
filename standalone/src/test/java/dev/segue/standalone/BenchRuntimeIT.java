package dev.segue.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** That the command measures; how long things take is for quiet machines to tell. */
class BenchRuntimeIT {
    @Test
    void measuresTheRuntimeAndPrintsNothingButJson() throws Exception {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Segue.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

        int status = line.execute("bench", "runtime", "--quick", "--json");

        assertThat(status).as(err.toString()).isZero();
        JsonNode report = JsonMapper.builder().build().readTree(out.toString());
        assertThat(report.path("jobsPerSecond").asLong()).isPositive();
        for (String load : new String[] {"idle", "loaded"}) {
            JsonNode latency = report.path("latencyMs").path(load);
            assertThat(latency.path("p50").asDouble()).as(load).isPositive();
            assertThat(latency.path("p99").asDouble())
                    .as(load)
                    .isGreaterThanOrEqualTo(latency.path("p50").asDouble());
        }
        // Nothing can be done in less than the ideal, so a smaller ratio would be a fault of the measurement.
        assertThat(report.path("ratios").path("makespan").path("ideal").asDouble())
                .isGreaterThanOrEqualTo(1);
        assertThat(report.path("ratios").path("makespan").path("classic").asDouble())
                .isPositive();
        assertThat(report.path("ratios")
                        .path("makespan")
                        .path("classicPartitionASlot")
                        .asDouble())
                .isPositive();
        assertThat(report.path("makespanMs").path("jobs").asInt()).isEqualTo(8);
    }
}
