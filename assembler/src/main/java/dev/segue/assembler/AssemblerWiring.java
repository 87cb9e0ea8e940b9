package dev.segue.assembler;

import dev.segue.contract.EventCodec;
import dev.segue.contract.TopicCatalogue;
import dev.segue.stage.StagePart;
import dev.segue.stage.StageParts;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** All that the assembler is made of. */
@Factory
@Requires(property = "segue.stage.assembler.enabled", value = "true")
final class AssemblerWiring {
    private static final String NAME = "assembler";

    @Singleton
    @Named(NAME)
    StagePart assembler(StageParts parts, AssemblerSettings settings) {
        EventCodec codec = new EventCodec(Clock.systemUTC());
        Properties overrides = new Properties();
        // One event lists all segments of a rendition; the client's default of 1 MB is a film of some eight hours.
        overrides.put(
                StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
                String.valueOf(TopicCatalogue.builtIn().defaults().maxMessageBytes()));
        return parts.streams(NAME, AssemblerTopology.of(codec, settings.keep()), overrides);
    }
}
