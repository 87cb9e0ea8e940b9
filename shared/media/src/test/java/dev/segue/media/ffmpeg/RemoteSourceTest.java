package dev.segue.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RemoteSourceTest {
    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");
    private static final URI SIGNED = URI.create("http://127.0.0.1:9000/originals/v1/g1/source?X-Amz-Signature=abc123");

    @Test
    void isSignedForALittleLongerThanTheWorkMayTake() {
        List<Duration> asked = new ArrayList<>();

        RemoteSource source =
                RemoteSource.until(NOW.plusSeconds(600), Clock.fixed(NOW, ZoneOffset.UTC), "mov", validity -> {
                    asked.add(validity);
                    return SIGNED;
                });

        assertThat(asked).containsExactly(Duration.ofMinutes(15));
        assertThat(source.input()).isEqualTo(InputGuard.input("mov", SIGNED));
    }

    @Test
    void doesNotShowTheSignature() {
        assertThat(new RemoteSource("mov", SIGNED))
                .hasToString("mov at http://127.0.0.1:9000/originals/v1/g1/source?***");
    }
}
