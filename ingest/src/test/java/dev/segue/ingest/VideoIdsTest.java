package dev.segue.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class VideoIdsTest {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00.123456789Z");

    private final VideoIds ids = new VideoIds(Clock.fixed(NOW, ZoneOffset.UTC), new Random(1));

    @Test
    void makesUuidsOfVersionSevenFromTheTime() {
        UUID id = UUID.fromString(ids.next());

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
        assertThat(id.getMostSignificantBits() & 0xFFF)
                .as("456.789 of 1000 microseconds in 4096ths")
                .isEqualTo(1871);
    }

    @Test
    void idsRiseEvenWhenTheClockStandsStill() {
        assertThat(Stream.generate(ids::next).limit(10_000)).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void twoGeneratorsDoNotMeet() {
        VideoIds other = new VideoIds(Clock.fixed(NOW, ZoneOffset.UTC), new Random(2));

        assertThat(ids.next()).isNotEqualTo(other.next());
    }
}
