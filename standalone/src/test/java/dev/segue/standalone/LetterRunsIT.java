package dev.segue.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segue.contract.EventCodec;
import dev.segue.ops.deadletter.DeadLetters;
import dev.segue.ops.deadletter.LetterRun;
import dev.segue.ops.deadletter.LetterRuns;
import dev.segue.stage.KafkaSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/** Dead letters are put back and discarded over HTTP as they are on the command line. */
class LetterRunsIT {
    private static final String ORIGIN = "put-back-over-http";
    private static final String WHICH = "\"which\": {\"code\": \"put-back-over-http\"}";

    private final Laptop laptop = Pipeline.shared().laptop();
    private final String kafka = laptop.context().getBean(KafkaSettings.class).bootstrapServers();
    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void lettersArePutBackInTheBackgroundAndTheRestIsDiscarded() throws Exception {
        plant(3);

        HttpResponse<String> dry = post("replay", "{" + WHICH + "}");
        assertThat(dry.statusCode()).as(dry.body()).isEqualTo(200);
        assertThat(json(dry).path("matched").intValue()).isEqualTo(3);
        assertThat(sent()).as("nothing without yes").isEmpty();
        HttpResponse<String> careless = post("replay", "{\"yes\": true}");
        assertThat(careless.statusCode()).isEqualTo(422);
        assertThat(careless.headers().firstValue("content-type")).hasValue("application/problem+json");

        HttpResponse<String> taken = post("replay", "{" + WHICH + ", \"yes\": true, \"limit\": 2, \"by\": \"ann\"}");
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(202);
        String run = json(taken).path("run").textValue();
        assertThat(taken.headers().firstValue("location")).hasValue("/api/v1/dead-letters/runs/" + run);
        JsonNode end = awaitEnd(run);
        assertThat(end.path("state").textValue()).isEqualTo("done");
        assertThat(end.path("by").textValue()).isEqualTo("ann");
        assertThat(end.path("done").path("replayed").intValue()).isEqualTo(2);
        assertThat(sent()).containsExactly("letter-0", "letter-1");

        assertThat(post("discard", "{" + WHICH + ", \"yes\": true}").statusCode())
                .as("without a reason")
                .isEqualTo(422);
        HttpResponse<String> discarded = post("discard", "{" + WHICH + ", \"yes\": true, \"reason\": \"a test\"}");
        JsonNode closed = awaitEnd(json(discarded).path("run").textValue());
        assertThat(closed.path("done").path("discarded").intValue()).isEqualTo(1);
        assertThat(json(post("replay", "{" + WHICH + "}")).path("matched").intValue())
                .isZero();
        assertThat(sent()).hasSize(2);

        assertThat(get("runs/no-such-run").statusCode()).isEqualTo(404);
        try (LetterRuns elsewhere = new LetterRuns(laptop.context().getBean(DeadLetters.class), Clock.systemUTC())) {
            assertThat(elsewhere.find(run))
                    .as("another process knows it from the audit")
                    .hasValueSatisfying(known -> {
                        assertThat(known.state()).isEqualTo(LetterRun.State.DONE);
                        assertThat(known.done()).containsEntry("replayed", 2L);
                    });
        }
    }

    private JsonNode awaitEnd(String run) throws Exception {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !json(get("runs/" + run)).path("state").textValue().equals("running"));
        return json(get("runs/" + run));
    }

    /** To a topic that no stage reads, so that what is put back stays there. */
    private void plant(int letters) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka));
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka), new ByteArraySerializer(), new ByteArraySerializer())) {
            admin.createTopics(List.of(new NewTopic(ORIGIN, 1, (short) 1)))
                    .all()
                    .get();
            for (int i = 0; i < letters; i++) {
                ProducerRecord<byte[], byte[]> letter =
                        new ProducerRecord<>("scanned.dlq", bytes("letter-" + i), bytes("{}"));
                letter.headers().add("dlq-origin-topic", bytes(ORIGIN));
                letter.headers().add("dlq-error-code", bytes("put-back-over-http"));
                letter.headers().add("dlq-error-message", bytes("planted"));
                letter.headers().add("dlq-stage", bytes("prober"));
                producer.send(letter).get();
            }
        }
    }

    private List<String> sent() {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka, "isolation.level", "read_committed"),
                new StringDeserializer(),
                new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(ORIGIN, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            List<String> keys = new ArrayList<>();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> keys.add(record.key()));
            }
            return keys;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(address(path))
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(HttpRequest.newBuilder(address(path)).build(), BodyHandlers.ofString());
    }

    private URI address(String path) {
        return laptop.address().resolve("/api/v1/dead-letters/" + path);
    }

    private static JsonNode json(HttpResponse<String> response) throws Exception {
        return EventCodec.json().readTree(response.body());
    }
}
