package dev.segue.ops.retry;

import dev.segue.contract.EventCodec;
import dev.segue.contract.TopicCatalogue;
import dev.segue.stage.EventPublisher;
import dev.segue.stage.KafkaSettings;
import dev.segue.stage.Tracing;
import dev.segue.stage.postgres.Database;
import dev.segue.storage.ObjectStore;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** What making videos anew is made of. */
@Factory
final class RetryWiring {
    /** Asked only where it is said where PostgreSQL is: a database that just happens to run on this computer is none of ours. */
    @Singleton
    @Requires(property = "segue.postgres.url")
    KeptEvents kept(@Named("timeline") Database timeline, EventCodec codec) {
        return new KeptEvents(timeline, codec);
    }

    @Singleton
    HistoryReader histories(KafkaSettings kafka, EventCodec codec, @Nullable KeptEvents kept) {
        return new HistoryReader(kafka, TopicCatalogue.builtIn(), codec, kept);
    }

    @Singleton
    Retries retries(
            KafkaSettings kafka, HistoryReader histories, EventCodec codec, ObjectStore store, Tracing tracing) {
        return new Retries(kafka, histories, codec, store, tracing, Clock.systemUTC());
    }

    /** Which videos there are is known to the timeline alone. */
    @Singleton
    @Requires(property = "segue.postgres.url")
    Reprocess reprocess(KafkaSettings kafka, @Named("timeline") Database timeline, Retries retries) {
        return new Reprocess(kafka, new Candidates(timeline), retries);
    }

    @Singleton
    RunCommands commands(HistoryReader histories, EventPublisher publisher) {
        return new RunCommands(histories, publisher, Clock.systemUTC());
    }
}
