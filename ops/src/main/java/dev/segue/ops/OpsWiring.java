package dev.segue.ops;

import dev.segue.contract.TopicCatalogue;
import dev.segue.ops.audit.Audit;
import dev.segue.ops.deadletter.DeadLetters;
import dev.segue.ops.deadletter.LetterRuns;
import dev.segue.stage.KafkaSettings;
import dev.segue.storage.Buckets;
import dev.segue.storage.ObjectStore;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.Clock;

/** What operations is made of. Nothing is made, and no cluster asked, before somebody wants it. */
@Factory
final class OpsWiring {
    @Singleton
    Topics topics(KafkaSettings kafka) {
        return new Topics(kafka, TopicCatalogue.builtIn());
    }

    @Singleton
    DeadLetters deadLetters(KafkaSettings kafka) {
        return new DeadLetters(kafka, TopicCatalogue.builtIn(), Clock.systemUTC());
    }

    @Singleton
    Audit audit(KafkaSettings kafka, ObjectStore store, Buckets buckets) {
        return new Audit(kafka, TopicCatalogue.builtIn(), store, buckets, Clock.systemUTC());
    }

    @Bean(preDestroy = "close")
    @Singleton
    LetterRuns letterRuns(DeadLetters letters) {
        return new LetterRuns(letters, Clock.systemUTC());
    }

    @Bean(preDestroy = "close")
    @Singleton
    ProgressBoard progressBoard(KafkaSettings kafka, OpsSettings settings) {
        return ProgressBoard.following(kafka, TopicCatalogue.builtIn(), settings.feedFrom(), settings.videos());
    }
}
