package dev.segue.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.contract.Cancel;
import dev.segue.contract.Event;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TracingTest {
    private static final String CAME = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final Event EVENT = new Cancel("v1", 1, "why");

    private static String carriedOn(Tracing tracing, String cause) {
        try (Tracing.Piece piece = tracing.begin("scanner", EVENT, cause)) {
            return piece.traceparent();
        }
    }

    @Test
    void passesOnWhatCameWhereNothingIsRecorded() {
        assertThat(carriedOn(Tracing.off(), CAME)).isEqualTo(CAME);
        assertThat(Tracing.off().held("dispatcher", "v1", 1, "a/0", CAME, Instant.EPOCH, Instant.EPOCH))
                .isNull();
    }

    @Test
    void beginsATraceWhereNoneOrNonsenseCame() {
        Tracing off = Tracing.off();
        assertThat(carriedOn(off, null)).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
        assertThat(carriedOn(off, "nonsense")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
        assertThat(carriedOn(off, null)).isNotEqualTo(carriedOn(off, null));
    }

    @Test
    void keepsTheTraceAndBecomesTheParentWhereSpansAreRecorded() {
        try (OpenTelemetrySdk sdk = OpenTelemetrySdk.builder().build()) {
            Tracing on = new Tracing(sdk, new Random(1));
            assertThat(carriedOn(on, CAME))
                    .startsWith("00-4bf92f3577b34da6a3ce929d0e0e4736-")
                    .isNotEqualTo(CAME);
            assertThat(on.held("dispatcher", "v1", 1, "a/0", CAME, Instant.EPOCH, Instant.EPOCH))
                    .startsWith("00-4bf92f3577b34da6a3ce929d0e0e4736-")
                    .isNotEqualTo(CAME);
            assertThat(carriedOn(on, CAME.replaceAll("01$", "00")))
                    .as("what its uploader asked not to record is not recorded")
                    .endsWith("-00");
        }
    }

    @Test
    void isOffUntilSomebodyAsksForSpans() {
        TracingSettings none = new TracingSettings(null);
        assertThat(none.wanted(Map.of())).isFalse();
        assertThat(none.wanted(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://c:4318")))
                .isTrue();
        assertThat(none.wanted(Map.of("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://c:4318/v1/traces")))
                .isTrue();
        assertThat(none.wanted(Map.of("OTEL_TRACES_EXPORTER", "otlp"))).isTrue();
        assertThat(none.wanted(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://c:4318", "OTEL_TRACES_EXPORTER", "none")))
                .isFalse();
        TracingSettings given = new TracingSettings("http://c:4318");
        assertThat(given.wanted(Map.of())).isTrue();
        assertThat(given.wanted(Map.of("OTEL_SDK_DISABLED", "true"))).isFalse();
        try (TraceExport off = TraceExport.of(none, "segue", Map.of())) {
            assertThat(off.telemetry()).isSameAs(OpenTelemetry.noop());
        }
        assertThatThrownBy(() -> new TracingSettings("collector:4318"))
                .hasMessageContaining("segue.tracing.endpoint must begin with http:// or https://");
    }
}
