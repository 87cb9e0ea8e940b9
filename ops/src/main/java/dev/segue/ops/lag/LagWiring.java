package dev.segue.ops.lag;

import dev.segue.contract.TopicCatalogue;
import dev.segue.ops.deadletter.OpenLetters;
import dev.segue.stage.KafkaSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** The lag exporter, in the one process that runs operations. */
@Factory
@Requires(property = "segue.ops.enabled", value = "true")
final class LagWiring {
    @Context
    @Bean(preDestroy = "close")
    LagExporter lagExporter(KafkaSettings kafka, LagSettings settings, @Nullable MeterRegistry registry) {
        TopicCatalogue catalogue = TopicCatalogue.builtIn();
        Clock clock = Clock.systemUTC();
        return new LagExporter(
                        () -> new LagProbe(kafka, catalogue, settings.groupPattern(), clock),
                        () -> new OpenLetters(kafka, catalogue),
                        settings.interval(),
                        registry == null ? new SimpleMeterRegistry() : registry,
                        clock)
                .start();
    }
}
