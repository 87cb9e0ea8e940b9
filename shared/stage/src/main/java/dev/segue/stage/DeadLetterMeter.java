package dev.segue.stage;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts the dead letters of one stage by code, be it made of workers or a Kafka Streams application. */
record DeadLetterMeter(MeterRegistry registry, String stage) {
    void count(Failure failure) {
        Counter.builder("segue.stage.dead.letters")
                .description("Events given up")
                .tags("stage", stage, "code", failure.code())
                .register(registry)
                .increment();
    }
}
