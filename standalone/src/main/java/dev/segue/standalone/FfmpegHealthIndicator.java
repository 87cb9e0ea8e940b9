package dev.segue.standalone;

import dev.segue.media.ffmpeg.Confinement;
import io.micronaut.context.BeanContext;
import io.micronaut.context.BeanRegistration;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import jakarta.inject.Singleton;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** Says how FFmpeg is confined, in processes that run it. */
@Singleton
final class FfmpegHealthIndicator implements HealthIndicator {
    private final BeanContext beans;

    FfmpegHealthIndicator(BeanContext beans) {
        this.beans = beans;
    }

    @Override
    public Publisher<HealthResult> getResult() {
        // Asking for the bean would unpack FFmpeg in processes that never run it.
        return Flux.fromIterable(beans.getActiveBeanRegistrations(Confinement.class))
                .map(BeanRegistration::getBean)
                .map(confinement -> HealthResult.builder("ffmpeg", HealthStatus.UP)
                        .details(confinement.facts())
                        .build());
    }
}
