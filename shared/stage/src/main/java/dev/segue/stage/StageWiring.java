package dev.segue.stage;

import dev.segue.contract.EventCodec;
import dev.segue.contract.TopicCatalogue;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.context.BeanProvider;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.env.Environment;
import io.opentelemetry.api.OpenTelemetry;
import jakarta.inject.Singleton;
import java.io.File;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** All that the runtime is made of. */
@Factory
final class StageWiring {
    private final RandomGenerator random = new SecureRandom();

    @Singleton
    EventCodec codec() {
        return new EventCodec(Clock.systemUTC());
    }

    @Singleton
    @Bean(preDestroy = "close")
    KafkaRecordSender sender(KafkaSettings kafka) {
        return new KafkaRecordSender(new KafkaClients(kafka)::producer);
    }

    @Singleton
    KafkaEventPublisher publisher(KafkaRecordSender sender, EventCodec codec, Tracing tracing) {
        return new KafkaEventPublisher(sender, codec, tracing);
    }

    /** Named after its stage where the process runs just one, so that tools that draw services draw the stages. */
    @Singleton
    @Bean(preDestroy = "close")
    TraceExport traceExport(TracingSettings settings, Environment environment) {
        List<String> stages = environment.getPropertyEntries("segue.stage").stream()
                .filter(stage -> environment
                        .getProperty("segue.stage." + stage + ".enabled", Boolean.class)
                        .orElse(false))
                .toList();
        return TraceExport.of(settings, stages.size() == 1 ? "segue-" + stages.getFirst() : "segue", System.getenv());
    }

    @Singleton
    OpenTelemetry telemetry(TraceExport export) {
        return export.telemetry();
    }

    @Singleton
    Tracing tracing(OpenTelemetry telemetry) {
        return new Tracing(telemetry, random);
    }

    @Singleton
    StatedEvents stated(KafkaSettings kafka) {
        return new KafkaStatedEvents(new KafkaClients(kafka)::follower);
    }

    @Singleton
    @Bean(preDestroy = "close")
    ScratchFolders scratch(ScratchSettings settings, @Nullable MeterRegistry registry) throws IOException {
        ScratchFolders folders = ScratchFolders.under(settings.root(), settings.keepFreeBytes());
        if (registry != null) {
            File root = settings.root().toFile();
            Gauge.builder("segue.scratch.free", root, File::getUsableSpace)
                    .description("Room on the disk that work is done on")
                    .baseUnit("bytes")
                    .strongReference(true)
                    .register(registry);
            Gauge.builder("segue.scratch.total", root, File::getTotalSpace)
                    .description("Size of that disk")
                    .baseUnit("bytes")
                    .strongReference(true)
                    .register(registry);
        }
        return folders;
    }

    @Singleton
    @Bean(typed = StageParts.class, preDestroy = "close")
    StageRuntime parts(
            KafkaSettings kafka,
            KafkaRecordSender sender,
            KafkaEventPublisher publisher,
            EventCodec codec,
            ScratchFolders scratch,
            RetrySettings retry,
            CircuitSettings circuits,
            HostSettings host,
            DrainSettings drain,
            StreamsSettings streams,
            Tracing tracing,
            @Nullable MeterRegistry registry) {
        return new StageRuntime(
                TopicCatalogue.builtIn(),
                new KafkaClients(kafka),
                sender,
                publisher,
                codec,
                scratch,
                retry,
                circuits,
                host,
                drain,
                streams,
                registry == null ? new SimpleMeterRegistry() : registry,
                tracing,
                random,
                Clock.systemUTC());
    }

    @Singleton
    StageHealth health(BeanProvider<StagePart> parts) {
        return new StageHealth(() -> parts.stream().toList());
    }
}
