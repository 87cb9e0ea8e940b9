package dev.segue.standalone;

import dev.segue.stage.StagePart;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** Ready when every part of every stage in this process is polling. */
@Singleton
@Readiness
final class StageHealthIndicator implements HealthIndicator {
    private final List<StagePart> parts;

    StageHealthIndicator(List<StagePart> parts) {
        this.parts = parts;
    }

    @Override
    public Publisher<HealthResult> getResult() {
        return Mono.fromSupplier(() -> {
            Map<String, String> details = new TreeMap<>();
            parts.forEach(part -> details.put(part.name(), part.status()));
            boolean ready = parts.stream().allMatch(StagePart::ready);
            return HealthResult.builder("stages", ready ? HealthStatus.UP : HealthStatus.DOWN)
                    .details(details)
                    .build();
        });
    }
}
