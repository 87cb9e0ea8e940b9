package dev.segue.standalone.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.segue.contract.Job;
import dev.segue.contract.MediaInfo;
import dev.segue.contract.Published;
import dev.segue.contract.Rendition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EncodeReportTest {
    private static final Published PUBLISHED = new Published(
            "film",
            1,
            new Job("film", null, null, null),
            "master.m3u8",
            "manifest.mpd",
            5_000_000,
            List.of(new Published.Made(
                    new Rendition.Video("v360", "h264", "avc1.64001e", 640, 360, MediaInfo.DynamicRange.SDR),
                    1000,
                    150,
                    2,
                    9000,
                    8000)));

    private static Usage usage(long wall, long children, long own) {
        return new Usage(
                Duration.ofSeconds(wall), Duration.ofSeconds(children), Duration.ofSeconds(own), 5_000_000L, 7L, 9);
    }

    private static SegueRun segue(long wall, long children, long own) {
        return new SegueRun(usage(wall, children, own), Duration.ofSeconds(2), PUBLISHED, Map.of());
    }

    @Test
    void comparesMediansAndEachPairAndCountsTheJvm() throws Exception {
        EncodeReport report = new EncodeReport(
                new Machine(2, "a processor", 1, "Linux", "25", "8.0.1"),
                PlainFfmpegTest.probed(MediaInfo.Scan.PROGRESSIVE),
                List.of(usage(10, 16, 0), usage(40, 20, 0), usage(20, 18, 0)),
                null,
                List.of(segue(9, 16, 2), segue(16, 17, 1), segue(16, 40, 2)),
                List.of(new EncodeReport.Made("v360", 1100, 1000, 0.95, 0.96)));

        JsonNode json = JsonMapper.builder().build().readTree(report.json());

        assertThat(json.at("/ratios/wall").asDouble()).isEqualTo(0.8);
        assertThat(json.at("/ratios/cpu").asDouble()).isEqualTo(1.0);
        assertThat(json.at("/ratios/firstSegment").asDouble()).isEqualTo(0.1);
        assertThat(json.at("/ratios/pairs/1/wall").asDouble()).isEqualTo(0.4);
        assertThat(json.at("/ratios/pairs/0/cpu").asDouble()).isEqualTo(1.125);
        assertThat(json.at("/segue/0/utilisation").asDouble()).isEqualTo(1.0);
        assertThat(json.at("/segue/0/jvmCpuMs").asLong()).isEqualTo(2000);
        assertThat(json.path("sequence").isMissingNode()).isTrue();
        assertThat(json.at("/renditions/0/segueSsim").asDouble()).isEqualTo(0.96);
        assertThat(report.table()).contains("0.800").contains("v360").contains("0.9600");
    }
}
