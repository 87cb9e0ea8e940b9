package dev.segue.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.contract.TopicCatalogue;
import dev.segue.embedded.EmbeddedKafka;
import dev.segue.embedded.EmbeddedPostgres;
import dev.segue.embedded.EmbeddedS3;
import dev.segue.ops.EventFeed;
import dev.segue.ops.ProgressBoard;
import dev.segue.ops.VideoOutcome;
import dev.segue.stage.KafkaSettings;
import dev.segue.storage.Buckets;
import dev.segue.storage.S3ObjectStore;
import dev.segue.storage.StorageSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The production shape: one process a stage, against servers that they are only told the addresses of. */
class SevenProcessesIT {
    @TempDir
    Path folder;

    private StageProcesses processes;

    @BeforeEach
    void prepare() {
        processes = new StageProcesses(folder);
    }

    @AfterEach
    void stop() {
        processes.close();
    }

    @Test
    void aFilmGoesThroughSevenProcessesAndTheyStopOnSigterm() throws Exception {
        Tool.ffmpeg(folder, DemoCommand.film(4).toArray(String[]::new));
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0, Map.of());
                EmbeddedS3 s3 = EmbeddedS3.start(folder.resolve("s3"), 0);
                EmbeddedPostgres postgres = EmbeddedPostgres.start(folder.resolve("postgres"), 0)) {
            assertThat(topics("apply", kafka))
                    .contains("create topic upload-complete")
                    .doesNotContain("left ");
            assertThat(topics("diff", kafka)).isEqualTo("the cluster is as topics.yaml says");
            createBuckets(s3);
            Map<String, String> environment = Map.of(
                    "SEGUE_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
                    "SEGUE_S3_ENDPOINT", s3.endpoint().toString(),
                    "SEGUE_S3_ACCESS_KEY", s3.accessKey(),
                    "SEGUE_S3_SECRET_KEY", s3.secretKey(),
                    "SEGUE_POSTGRES_URL", postgres.jdbcUrl(),
                    "SEGUE_POSTGRES_USER", postgres.user(),
                    "SEGUE_POSTGRES_PASSWORD", postgres.password(),
                    "SEGUE_SCRATCH_DIR", folder.resolve("scratch").toString(),
                    "SEGUE_STREAMS_STATE_DIR", folder.resolve("streams").toString());
            List<URI> addresses = new ArrayList<>();
            for (String stage : Laptop.STAGES) {
                addresses.add(processes.start(stage, stage, environment).address());
            }
            addresses.forEach(StageProcesses::awaitReady);

            KafkaSettings settings = new KafkaSettings(kafka.bootstrapServers(), Map.of());
            try (ProgressBoard board =
                            ProgressBoard.following(settings, TopicCatalogue.builtIn(), EventFeed.From.BEGINNING, 10);
                    UploadClient client = new UploadClient(addresses.getFirst())) {
                String videoId = ((Upload.Taken) client.upload(folder.resolve("demo.mp4"), "fast")).videoId();

                assertThat(board.ended(videoId).get(2, TimeUnit.MINUTES).outcome())
                        .isInstanceOf(VideoOutcome.Playable.class);

                assertThat(Segue.commandLine().execute("cancel", "later", "--kafka", kafka.bootstrapServers()))
                        .isZero();
                assertThat(board.ended("later").get(20, TimeUnit.SECONDS).outcome())
                        .isEqualTo(new VideoOutcome.Cancelled("Cancelled by request."));
            }

            long began = System.nanoTime();
            Laptop.STAGES.forEach(stage -> processes.process(stage).destroy());
            for (String stage : Laptop.STAGES) {
                assertThat(processes.process(stage).waitFor(20, TimeUnit.SECONDS))
                        .as("%s has stopped", stage)
                        .isTrue();
                assertThat(processes.process(stage).exitValue())
                        .as("exit status of %s", stage)
                        .isZero();
                String log = Files.readString(processes.log(stage));
                assertThat(log).as(stage).doesNotContain(s3.secretKey()).doesNotContain("X-Amz-Signature");
            }
            // Seven at once on the cores of a laptop.
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
        }
    }

    private String topics(String action, EmbeddedKafka kafka) {
        StringWriter out = new StringWriter();
        CommandLine line = Segue.commandLine().setOut(new PrintWriter(out));
        assertThat(line.execute("topics", action, "--kafka", kafka.bootstrapServers()))
                .isZero();
        return out.toString().strip();
    }

    private static void createBuckets(EmbeddedS3 s3) {
        Buckets buckets = new Buckets("quarantine", "originals", "vod", "work");
        try (S3ObjectStore store = S3ObjectStore.connect(
                new StorageSettings(s3.endpoint(), "us-east-1", s3.accessKey(), s3.secretKey(), true))) {
            buckets.all().forEach(store::ensureBucket);
        }
    }
}
