package dev.segue.ops.retry;

import dev.segue.contract.EventCodec;
import dev.segue.contract.TopicCatalogue;
import dev.segue.stage.EventPublisher;
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
    HistoryReader histories(KafkaSettings kafka, EventCodec codec) {
        return new HistoryReader(kafka, TopicCatalogue.builtIn(), codec);
    }

    @Singleton
    Retries retries(
            KafkaSettings kafka, HistoryReader histories, EventCodec codec, ObjectStore store, Tracing tracing) {
        return new Retries(kafka, histories, codec, store, tracing, Clock.systemUTC());
    }

    @Singleton
    RunCommands commands(HistoryReader histories, EventPublisher publisher) {
        return new RunCommands(histories, publisher, Clock.systemUTC());
    }
}
