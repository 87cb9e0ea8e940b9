package dev.segue.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segue.contract.TopicCatalogue;
import dev.segue.ops.VideoOutcome;
import dev.segue.ops.deadletter.DeadLetters;
import dev.segue.ops.deadletter.DeadLetters.Place;
import dev.segue.ops.deadletter.LetterFilter;
import dev.segue.stage.KafkaSettings;
import io.micronaut.context.ApplicationContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a dashboard or an alert asks for is there: a film was made, another refused, and a record was given up. */
class MetricsIT {
    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{| )");
    private static final Path REFERENCE = Path.of("..", "docs", "reference", "metrics.md");

    @TempDir
    Path folder;

    @Test
    void everyMetricThatAPanelOrARuleAsksForExistsInARunningSystem() throws Exception {
        Tool.ffmpeg(folder, DemoCommand.film(2).toArray(String[]::new));
        Pipeline pipeline = Pipeline.shared();
        VideoOutcome outcome = pipeline.run(folder.resolve("demo.mp4"), "tiny");
        assertThat(outcome).isInstanceOf(VideoOutcome.Playable.class);
        pipeline.rejected(Files.write(folder.resolve("no-film.mp4"), new byte[100]));
        String letter = giveUp(pipeline);
        try {
            Set<String> wanted = new TreeSet<>();
            Set<String> recorded = new TreeSet<>();
            for (JsonNode board : Dashboards.all().values()) {
                Dashboards.queries(board, "expr").forEach(q -> wanted.addAll(PromQl.metrics(q)));
            }
            for (JsonNode rule : Dashboards.rules()) {
                wanted.addAll(PromQl.metrics(rule.get("expr").asText()));
                recorded.add(rule.path("record").asText());
            }
            wanted.removeAll(recorded);

            await().atMost(Duration.ofSeconds(40)).untilAsserted(() -> assertThat(names(scrape(pipeline)))
                    .containsAll(wanted)
                    .contains("kafka_consumergroup_lag", "kafka_consumergroup_group_lag_seconds", "dlq_records"));
            assertThat(wanted).hasSizeGreaterThan(30);
            everyMetricOfOursIsInTheReference(scrape(pipeline));
            everyPanelAboutOneVideoTellsOfIt(
                    pipeline, ((VideoOutcome.Playable) outcome).published().videoId());
        } finally {
            letters(pipeline).discard(ofVideo(letter), Place.OPEN, "MetricsIT", "made for this test");
        }
    }

    /** A Micrometer name with its suffix is what people see; so that is what the reference lists. */
    private static void everyMetricOfOursIsInTheReference(String scraped) throws Exception {
        String reference = Files.readString(REFERENCE);
        Matcher types = Pattern.compile("(?m)^# TYPE ((?:segue|kafka_consumergroup|kafka_topic|dlq)_\\w+) ")
                .matcher(scraped);
        int seen = 0;
        while (types.find()) {
            String name = types.group(1).replaceFirst("(?<=_seconds|segue_encoder_speed|_per_event)_max$", "");
            assertThat(reference).contains("`" + name);
            seen++;
        }
        assertThat(seen).isGreaterThan(25);
    }

    private static void everyPanelAboutOneVideoTellsOfIt(Pipeline pipeline, String video) throws Exception {
        ApplicationContext context = pipeline.laptop().context();
        Map<String, Integer> rows = new HashMap<>();
        try (Connection connection = DriverManager.getConnection(
                        context.getRequiredProperty("segue.postgres.url", String.class),
                        context.getRequiredProperty("segue.postgres.user", String.class),
                        context.getRequiredProperty("segue.postgres.password", String.class));
                Statement statement = connection.createStatement()) {
            for (String query : Dashboards.queries(Dashboards.all().get("video.json"), "rawSql")) {
                try (ResultSet result = statement.executeQuery(query.replace("$video", video))) {
                    int count = 0;
                    while (result.next()) {
                        count++;
                    }
                    rows.put(query, count);
                }
            }
        }
        assertThat(rows).hasSize(8);
        assertThat(rows.entrySet())
                .filteredOn(e -> e.getKey().contains("order by at"))
                .singleElement()
                .satisfies(e -> assertThat(e.getValue()).as("what happened").isGreaterThan(8));
    }

    /** A record that no stage can read becomes a dead letter at once. */
    private static String giveUp(Pipeline pipeline) throws Exception {
        String video = "metrics-it-" + System.nanoTime();
        String kafka = pipeline.laptop().context().getBean(KafkaSettings.class).bootstrapServers();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            "scanned",
                            video.getBytes(StandardCharsets.UTF_8),
                            "no event".getBytes(StandardCharsets.UTF_8)))
                    .get();
        }
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        !letters(pipeline).letters(ofVideo(video), Place.OPEN).isEmpty());
        return video;
    }

    private static DeadLetters letters(Pipeline pipeline) {
        return new DeadLetters(
                pipeline.laptop().context().getBean(KafkaSettings.class), TopicCatalogue.builtIn(), Clock.systemUTC());
    }

    private static LetterFilter ofVideo(String video) {
        return new LetterFilter(null, null, null, null, null, video, null, null, null);
    }

    private static String scrape(Pipeline pipeline) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI prometheus = pipeline.laptop().address().resolve("/prometheus");
            return client.send(HttpRequest.newBuilder(prometheus).build(), BodyHandlers.ofString())
                    .body();
        }
    }

    private static Set<String> names(String scraped) {
        Set<String> names = new TreeSet<>();
        Matcher m = SAMPLE.matcher(scraped);
        while (m.find()) {
            names.add(m.group(1));
        }
        return names;
    }
}
