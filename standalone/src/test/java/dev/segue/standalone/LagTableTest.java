package dev.segue.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.ops.lag.GroupKind;
import dev.segue.ops.lag.GroupLag;
import dev.segue.ops.lag.LagReport;
import dev.segue.ops.lag.PartitionLag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LagTableTest {
    private static final Instant NOW = Instant.parse("2026-11-22T02:00:00Z");

    @Test
    void givesALineToEachTopicThatIsBehindAndOneToAllThatAreDone() {
        LagReport report = new LagReport(
                NOW,
                List.of(
                        new GroupLag(
                                "segue-assembler",
                                GroupKind.STREAMS,
                                "Stable",
                                1,
                                List.of(
                                        lag("commands", 0, null),
                                        lag("segment-encoded", 7, NOW.minusSeconds(75)),
                                        lag("segments-ready", 0, null))),
                        new GroupLag(
                                "segue-encoder", GroupKind.SHARE, "Stable", 2, List.of(lag("encode-queue", 0, null))),
                        new GroupLag(
                                "segue-timeline",
                                GroupKind.CONSUMER,
                                "Empty",
                                0,
                                List.of(lag("commands", 0, null), lag("probed", 0, null)))),
                Map.of());

        assertThat(LagTable.of(report, List.of()).text().lines().map(line -> line.strip()
                        .replaceAll(" {2,}", " | ")))
                .containsExactly(
                        "STAGE | TOPIC | BEHIND | OLDEST | MEMBERS | STATE",
                        "assembler | segment-encoded | 7 | 1 min 15 s | 1 | Stable",
                        "assembler | 2 topics | 0 | - | 1 | Stable",
                        "encoder | encode-queue | 0 | - | 2 | Stable",
                        "timeline | 2 topics | 0 | - | - | notes its own offsets",
                        "",
                        "no open dead letters");
    }

    private static PartitionLag lag(String topic, long records, @Nullable Instant oldest) {
        return new PartitionLag(topic, 0, 10, records, oldest, true);
    }
}
