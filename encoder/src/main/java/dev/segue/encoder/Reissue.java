package dev.segue.encoder;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;

/**
 * When a unit is issued again that was released and neither encoded nor put aside as a dead letter.
 *
 * @param after time from its release
 */
record Reissue(Duration after, Counter count) {
    static Reissue after(Duration after, MeterRegistry registry) {
        return new Reissue(
                after,
                Counter.builder("segue.dispatcher.units.reissued")
                        .description("Units issued again because neither a result nor a dead letter came of them")
                        .register(registry));
    }
}
