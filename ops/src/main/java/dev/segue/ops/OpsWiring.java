package dev.segue.ops;

import dev.segue.contract.TopicCatalogue;
import dev.segue.stage.KafkaSettings;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** What operations is made of. Nothing is made, and no cluster asked, before somebody wants it. */
@Factory
final class OpsWiring {
    @Singleton
    Topics topics(KafkaSettings kafka) {
        return new Topics(kafka, TopicCatalogue.builtIn());
    }

    @Bean(preDestroy = "close")
    @Singleton
    ProgressBoard progressBoard(KafkaSettings kafka, OpsSettings settings) {
        return ProgressBoard.following(kafka, TopicCatalogue.builtIn(), settings.feedFrom(), settings.videos());
    }
}
