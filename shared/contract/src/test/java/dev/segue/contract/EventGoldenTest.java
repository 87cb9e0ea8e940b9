package dev.segue.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class EventGoldenTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final DefaultPrettyPrinter PRETTY = new DefaultPrettyPrinter()
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(new DefaultIndenter("  ", "\n"));

    private final EventCodec codec = new EventCodec(Clock.fixed(Instant.parse("2026-11-01T12:00:00Z"), ZoneOffset.UTC));

    static Stream<Map.Entry<String, Event>> samples() {
        return Samples.all().entrySet().stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void jsonOfAnEventIsStableAndReadsAsTheEvent(Map.Entry<String, Event> sample) throws Exception {
        Event event = sample.getValue();
        Path file = GOLDEN.resolve(sample.getKey() + ".json");

        Golden.hold(file, EventCodec.json().writer(PRETTY).writeValueAsString(event) + "\n");

        Map<String, String> headers = Map.of(Envelope.TYPE, EventType.of(event).ceType());
        assertThat(codec.readAny(headers, Files.readAllBytes(file))).isEqualTo(event);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void eventSurvivesTheJourney(Map.Entry<String, Event> sample) throws Exception {
        Event event = sample.getValue();

        Envelope envelope = codec.write(event, "/segue/test", null);

        assertThat(envelope.key()).isEqualTo(event.videoId());
        assertThat(codec.readAny(envelope.headers(), envelope.value())).isEqualTo(event);
        assertThat((Event) codec.read(event.getClass(), envelope.headers(), envelope.value()))
                .isEqualTo(event);
    }

    @Test
    void everyKindHasASample() {
        assertThat(Samples.all().values().stream().map(EventType::of).collect(Collectors.toSet()))
                .isEqualTo(Arrays.stream(EventType.values()).collect(Collectors.toSet()));
    }

    @Test
    void everyGoldenFileHasASample() throws Exception {
        try (Stream<Path> files = Files.list(GOLDEN)) {
            assertThat(files.map(f -> f.getFileName().toString().replace(".json", "")))
                    .containsExactlyInAnyOrderElementsOf(Samples.all().keySet());
        }
    }
}
