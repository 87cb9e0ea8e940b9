package dev.segue.ingest;

import dev.segue.stage.EventPublisher;
import dev.segue.storage.Buckets;
import dev.segue.storage.ObjectStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.server.HttpServerConfiguration;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Everything the door is made of, with {@link UploadController}. */
@Factory
@Requires(property = "segue.stage.ingest.enabled", value = "true")
final class IngestWiring {
    @Singleton
    UploadSource uploadSource(ObjectStore store, Buckets buckets, EventPublisher events, IngestSettings settings) {
        VideoIds ids = new VideoIds(Clock.systemUTC(), new SecureRandom());
        return new UploadSource(store, buckets, events, ids, settings.maxUploadBytes());
    }

    @Singleton
    UploadMeters uploadMeters(@Nullable MeterRegistry registry) {
        return new UploadMeters(registry == null ? new SimpleMeterRegistry() : registry);
    }

    /**
     * The server's own limit is for bodies that it holds in memory and would refuse every film. Those bodies keep their limit
     * ({@code micronaut.server.max-request-buffer-size}); a film's length is limited by {@link UploadSource}.
     */
    @Singleton
    BeanCreatedEventListener<HttpServerConfiguration> unlimitedStreams() {
        return event -> {
            event.getBean().setMaxRequestSize(Long.MAX_VALUE);
            return event.getBean();
        };
    }
}
