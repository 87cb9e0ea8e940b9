package dev.segue.stage;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.HashMap;
import java.util.Map;

/** Sends spans by OTLP, in batches and on a thread of its own; closing it sends what is left. */
final class TraceExport implements AutoCloseable {
    private final OpenTelemetry telemetry;
    private final Runnable closer;

    private TraceExport(OpenTelemetry telemetry, Runnable closer) {
        this.telemetry = telemetry;
        this.closer = closer;
    }

    /** Where nobody asks for spans, what records nothing; no class of the exporter is loaded then. */
    static TraceExport of(TracingSettings settings, String service, Map<String, String> environment) {
        return settings.wanted(environment)
                ? exporting(settings, service)
                : new TraceExport(OpenTelemetry.noop(), () -> {});
    }

    private static TraceExport exporting(TracingSettings settings, String service) {
        OpenTelemetrySdk sdk = AutoConfiguredOpenTelemetrySdk.builder()
                // This object is closed with what it belongs to, of which one JVM may hold several.
                .disableShutdownHook()
                .addPropertiesSupplier(
                        () -> Map.of("otel.service.name", service, "otel.exporter.otlp.protocol", "http/protobuf"))
                .addPropertiesCustomizer(given -> ours(settings))
                .build()
                .getOpenTelemetrySdk();
        return new TraceExport(sdk, sdk::close);
    }

    /** Metrics and logs have ways of their own. */
    private static Map<String, String> ours(TracingSettings settings) {
        Map<String, String> ours = new HashMap<>(Map.of("otel.metrics.exporter", "none", "otel.logs.exporter", "none"));
        if (settings.endpoint() != null) {
            ours.put("otel.exporter.otlp.endpoint", settings.endpoint());
        }
        return ours;
    }

    OpenTelemetry telemetry() {
        return telemetry;
    }

    @Override
    public void close() {
        closer.run();
    }
}
