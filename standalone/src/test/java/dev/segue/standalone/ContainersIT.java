package dev.segue.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.ops.VideoOutcome;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.PostgreSQLContainer;
import org.testcontainers.kafka.KafkaContainer;

/** The same flow on a broker and a database that we did not start ourselves. Runs with {@code ./segue test -Pdocker}. */
@Tag("docker")
class ContainersIT {
    @TempDir
    Path folder;

    @BeforeAll
    static void needsDocker() {
        boolean there = DockerClientFactory.instance().isDockerAvailable();
        if (!there) {
            System.out.println(
                    "skipped: ContainersIT needs a running Docker engine, and there is none on this machine");
        }
        Assumptions.assumeTrue(there, "no Docker engine is running");
    }

    @Test
    void aFilmGoesThroughKafkaAndPostgresInContainers() throws Exception {
        Tool.ffmpeg(folder, DemoCommand.film(4).toArray(String[]::new));
        try (KafkaContainer kafka = new KafkaContainer("apache/kafka:4.3.1")
                        .withEnv("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR", "1")
                        .withEnv("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR", "1");
                PostgreSQLContainer<?> postgres = new PostgreSQLContainer<>("postgres:17")) {
            kafka.start();
            postgres.start();
            Map<String, Object> settings = new HashMap<>();
            settings.put("segue.kafka.bootstrap-servers", kafka.getBootstrapServers());
            settings.put("segue.postgres.url", postgres.getJdbcUrl());
            settings.put("segue.postgres.user", postgres.getUsername());
            settings.put("segue.postgres.password", postgres.getPassword());
            try (DataFolder data = DataFolder.open(null);
                    Laptop laptop = Laptop.start(data, 0, settings);
                    UploadClient client = new UploadClient(laptop.address())) {
                String videoId = ((Upload.Taken) client.upload(folder.resolve("demo.mp4"), "fast")).videoId();

                VideoOutcome outcome =
                        laptop.board().ended(videoId).get(3, TimeUnit.MINUTES).outcome();

                assertThat(outcome).isInstanceOf(VideoOutcome.Playable.class);
            }
        }
    }
}
