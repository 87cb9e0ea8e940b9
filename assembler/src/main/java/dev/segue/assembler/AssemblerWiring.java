package dev.segue.assembler;

import dev.segue.contract.EventCodec;
import dev.segue.stage.StagePart;
import dev.segue.stage.StageParts;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Properties;

/** All that the assembler is made of. */
@Factory
@Requires(property = "segue.stage.assembler.enabled", value = "true")
final class AssemblerWiring {
    private static final String NAME = "assembler";

    @Singleton
    @Named(NAME)
    StagePart assembler(StageParts parts, EventCodec codec, AssemblerSettings settings) {
        return parts.streams(NAME, AssemblerTopology.of(codec, settings.keep()), new Properties());
    }
}
