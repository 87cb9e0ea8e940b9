package dev.segue.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** That both contestants make the same and all is measured; who is quicker is for quiet machines to tell. */
class BenchEncodeIT {
    @TempDir
    Path folder;

    @Test
    void measuresSegueAgainstPlainFfmpegAndPrintsNothingButJson() throws Exception {
        Tool.ffmpeg(folder, DemoCommand.film(5).toArray(String[]::new));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Segue.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

        int status = line.execute(
                "bench",
                "encode",
                folder.resolve("demo.mp4").toString(),
                "--profile",
                "fast",
                "--pairs",
                "1",
                "--json");

        assertThat(status).as(err.toString()).isZero();
        JsonNode report = JsonMapper.builder().build().readTree(out.toString());
        assertThat(report.path("ratios").path("wall").asDouble()).isPositive();
        assertThat(report.path("ratios").path("cpu").asDouble()).isPositive();
        assertThat(report.path("ratios").path("pairs")).hasSize(1);
        assertThat(report.path("machine").path("processor").asText()).isNotBlank();
        JsonNode plain = report.path("plain").path(0);
        JsonNode segue = report.path("segue").path(0);
        assertThat(plain.path("cpuMs").asLong()).isPositive();
        assertThat(report.path("sequence").path("wallMs").asLong()).isPositive();
        assertThat(segue.path("firstSegmentMs").asLong())
                .isBetween(1L, segue.path("wallMs").asLong());
        assertThat(segue.path("ffmpegCpuMs").asLong() + segue.path("jvmCpuMs").asLong())
                .isCloseTo(segue.path("cpuMs").asLong(), org.assertj.core.data.Offset.offset(2L));
        if (Files.isReadable(Path.of("/proc/self/status"))) {
            assertThat(segue.path("peakMemoryBytes").asLong()).isGreaterThan(10_000_000);
        }
        assertThat(report.path("renditions")).hasSize(3);
        for (JsonNode rendition : report.path("renditions")) {
            assertThat(rendition.path("plainBytes").asLong()).isPositive();
            assertThat(rendition.path("segueBytes").asDouble())
                    .as("bytes of %s against plain FFmpeg's", rendition.path("rendition"))
                    .isBetween(
                            0.8 * rendition.path("plainBytes").asDouble(),
                            1.2 * rendition.path("plainBytes").asDouble());
            if (rendition.path("rendition").asText().startsWith("v")) {
                // A frame compared with its neighbour, or with one of another size, is far from this alike.
                assertThat(rendition.path("plainSsim").asDouble()).isBetween(0.9, 1.0);
                assertThat(rendition.path("segueSsim").asDouble())
                        .isCloseTo(rendition.path("plainSsim").asDouble(), org.assertj.core.data.Offset.offset(0.01));
            }
        }
    }
}
