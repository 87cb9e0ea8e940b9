package dev.segue.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segue.contract.RejectionCode;
import dev.segue.contract.Segment;
import dev.segue.contract.SegmentEncoded;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.StoredObject;
import dev.segue.stage.Outcome;
import dev.segue.stage.StageHandler;
import dev.segue.stage.Work;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MeteredEncodeTest {
    private static final SegmentsReady TEN_SECONDS =
            SampleUnits.ready("v1", "mp4", 1_000, SampleUnits.sound(2, 48_000, 0, 10_000_000));

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicLong nanos = new AtomicLong();
    private final Work work = new Work(Path.of("."), Instant.MAX, 1);

    @Test
    void countsFilmProcessorTimeBytesAndSpeed() throws Exception {
        Outcome said = metered((event, w) -> {
                    nanos.addAndGet(4_000_000_000L);
                    return Outcome.emit(encoded());
                })
                .handle(TEN_SECONDS, work);

        assertThat(said).isEqualTo(Outcome.emit(encoded()));
        assertThat(count("segue.encoder.film")).isEqualTo(10);
        assertThat(count("segue.encoder.cpu")).isEqualTo(1.5);
        assertThat(count("segue.encoder.output")).isEqualTo(700);
        assertThat(meters.get("segue.encoder.speed")
                        .tag("kind", "sound")
                        .summary()
                        .mean())
                .isCloseTo(2.5, within(0.001));
    }

    @Test
    void countsNothingOfWhatFailedOrWasRefused() throws Exception {
        assertThatThrownBy(() -> metered((event, w) -> {
                            throw new IllegalStateException("broken");
                        })
                        .handle(TEN_SECONDS, work))
                .hasMessage("broken");
        metered((event, w) -> new Outcome.Reject(RejectionCode.TRUNCATED, "It ends too early.", Map.of()))
                .handle(TEN_SECONDS, work);

        assertThat(meters.getMeters()).isEmpty();
    }

    @Test
    void reservesWhatTheHandlerNeeds() {
        StageHandler<SegmentsReady> handler = new StageHandler<>() {
            @Override
            public Outcome handle(SegmentsReady event, Work w) {
                return Outcome.emit(encoded());
            }

            @Override
            public long scratchBytes(SegmentsReady event) {
                return 77;
            }
        };

        assertThat(metered(handler).scratchBytes(TEN_SECONDS)).isEqualTo(77);
    }

    private MeteredEncode metered(StageHandler<SegmentsReady> handler) {
        return new MeteredEncode(handler, meters, nanos::get);
    }

    private double count(String name) {
        return meters.get(name).tag("kind", "sound").counter().count();
    }

    private static SegmentEncoded encoded() {
        List<Segment> segments = List.of(segment(0, 300), segment(1, 400));
        return new SegmentEncoded(
                "v1",
                1,
                "a1",
                0,
                1_500,
                List.of(new SegmentEncoded.Output(
                        "a1", "mp4a.40.2", 48_000, new StoredObject(10, "aa"), 20, segments, null)),
                List.of());
    }

    private static Segment segment(int number, long bytes) {
        return new Segment(number, number * 100L, 100, new StoredObject(bytes, "aa"));
    }
}
