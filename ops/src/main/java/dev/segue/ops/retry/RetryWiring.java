package dev.segue.ops.retry;

import dev.segue.contract.EventCodec;
import dev.segue.contract.TopicCatalogue;
import dev.segue.stage.KafkaSettings;
import dev.segue.stage.Tracing;
import dev.segue.storage.ObjectStore;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.Clock;

/** What making videos anew is made of. */
@Factory
final class RetryWiring {
    @Singleton
    Retries retries(KafkaSettings kafka, EventCodec codec, ObjectStore store, Tracing tracing) {
        return new Retries(
                kafka,
                new HistoryReader(kafka, TopicCatalogue.builtIn(), codec),
                codec,
                store,
                tracing,
                Clock.systemUTC());
    }
}
