package dev.segue.assembler;

import dev.segue.contract.EventCodec;
import dev.segue.stage.StagePart;
import dev.segue.stage.StageParts;
import dev.segue.stage.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** All that the assembler is made of. */
@Factory
@Requires(property = "segue.stage.assembler.enabled", value = "true")
final class AssemblerWiring {
    private static final String NAME = "assembler";

    @Singleton
    DropCounts drops(@Nullable MeterRegistry registry) {
        return new DropCounts(registry == null ? new SimpleMeterRegistry() : registry);
    }

    @Singleton
    @Named(NAME)
    StagePart assembler(
            StageParts parts, EventCodec codec, AssemblerSettings settings, DropCounts drops, Tracing tracing) {
        return parts.streams(NAME, AssemblerTopology.of(codec, settings, drops, tracing), new Properties());
    }
}
