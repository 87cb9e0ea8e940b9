package dev.segue.stage;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where spans are sent ({@code segue.tracing}). Everything else about them is set by OpenTelemetry's own variables, {@code OTEL_*},
 * which also switch it on where no endpoint is given here.
 *
 * @param endpoint of an OTLP receiver, {@code http://collector:4318}; without it and without such a variable nothing is recorded
 */
@ConfigurationProperties("segue.tracing")
record TracingSettings(@Nullable String endpoint) {
    TracingSettings {
        if (endpoint != null && !endpoint.matches("https?://.+")) {
            throw new IllegalArgumentException(
                    "segue.tracing.endpoint must begin with http:// or https:// but is " + endpoint);
        }
    }

    /** Whether anybody asks for spans. */
    boolean wanted(Map<String, String> environment) {
        if (environment.getOrDefault("OTEL_SDK_DISABLED", "").equalsIgnoreCase("true")) {
            return false;
        }
        String exporter = environment.getOrDefault("OTEL_TRACES_EXPORTER", "");
        if (endpoint != null || exporter.isBlank()) {
            return endpoint != null
                    || !environment
                            .getOrDefault("OTEL_EXPORTER_OTLP_ENDPOINT", "")
                            .isBlank()
                    || !environment
                            .getOrDefault("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "")
                            .isBlank();
        }
        return !exporter.equals("none");
    }
}
