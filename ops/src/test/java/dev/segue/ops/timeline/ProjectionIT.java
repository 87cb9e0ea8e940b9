package dev.segue.ops.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.segue.contract.Event;
import dev.segue.contract.EventCodec;
import dev.segue.contract.EventType;
import dev.segue.ops.Story;
import dev.segue.stage.DeadLetterHeaders;
import dev.segue.stage.WorkHeaders;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ProjectionIT {
    private static final String ALL =
            "select video_id, generation, track, unit, queued_times, encoded_times, cpu_ms, host"
                    + " from unit where video_id = 'whole' order by 1, 2, 3, 4";
    private static final String EVENTS =
            "select topic, part, log_offset, event_id, type from event where video_id = 'whole' order by 1, 2, 3";

    private static TimelineServers servers;

    @BeforeAll
    static void start() throws Exception {
        servers = TimelineServers.shared();
    }

    @Test
    void projectsAFilmToItsEndAndNothingTwice() throws Exception {
        Story story = new Story("whole", 1);
        try (Projection projection = servers.project()) {
            story.events().forEach(ProjectionIT::stated);
            servers.write("encode-queue", story.chunkReady(0), Map.of());
            awaitState("whole", "published");
            await().untilAsserted(() -> assertThat(servers.one("select count(*) from unit where video_id = 'whole'"
                            + " and encoded_at is not null and cpu_ms = 1500 and host = 'node-7'"))
                    .isEqualTo("4"));
            await().untilAsserted(() -> assertThat(servers.one("select queued_times from unit where video_id = 'whole'"
                            + " and track = 'video-h264' and unit = 0 and queued_at is not null"))
                    .isEqualTo("1"));
            assertThat(projection.status()).isEqualTo("projects");
        }
        assertThat(servers.rows("select type, stage, host, attempts, wait_ms, run_ms from history"
                        + " where video_id = 'whole' and type in ('scanned', 'segment-encoded') order by type limit 2"))
                .containsExactly(
                        "{type=scanned, stage=test, host=node-7, attempts=2, wait_ms=120, run_ms=3400}",
                        "{type=segment-encoded, stage=encoder, host=node-7, attempts=2, wait_ms=120, run_ms=3400}");
        List<String> units = servers.rows(ALL);
        List<String> events = servers.rows(EVENTS);

        // As after a kill between the transaction and whatever came next: the tables say where to go on.
        try (Projection again = servers.project()) {
            servers.state(new Story("next", 1).uploaded());
            awaitState("next", "running");
        }
        assertThat(servers.rows(ALL)).isEqualTo(units);
        assertThat(servers.rows(EVENTS)).isEqualTo(events);
    }

    @Test
    void keepsWholeWhatARetryStatesAgain() throws Exception {
        Story story = new Story("kept", 1);
        try (Projection projection = servers.project()) {
            servers.state(story.uploaded());
            servers.state(story.probed());
            await().until(() -> servers.one("select count(*) from event where video_id = 'kept'")
                    .equals("2"));
        }
        byte[] payload = servers.database.inTransaction(
                handle -> handle.createQuery("select payload from event where video_id = 'kept' and type = 'probed'")
                        .mapTo(byte[].class)
                        .one());
        assertThat(EventCodec.json().readTree(payload))
                .isEqualTo(EventCodec.json().readTree(EventCodec.json().writeValueAsBytes(story.probed())));
        assertThat(servers.one("select headers ->> 'ce_type' from event where video_id = 'kept' and type = 'probed'"))
                .isEqualTo("segue.probed.v1");
    }

    @Test
    void tellsTheStageThatGaveUpAndForgivesItOnceTheWorkIsDone() throws Exception {
        Story story = new Story("died", 1);
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (Projection projection = servers.project(TimelineServers.SETTINGS, registry)) {
            servers.state(story.uploaded());
            servers.write(
                    "upload-complete.dlq",
                    story.uploaded(),
                    Map.of(
                            DeadLetterHeaders.STAGE, "scanner",
                            DeadLetterHeaders.CODE, "store-unavailable",
                            DeadLetterHeaders.MESSAGE, "no \0 answer"));
            awaitState("died", "failed");
            assertThat(servers.rows("select stage, code from video where video_id = 'died'"))
                    .containsExactly("{stage=scanner, code=store-unavailable}");

            story.events().forEach(ProjectionIT::stated);
            awaitState("died", "published");
            await().untilAsserted(() -> assertThat(ended(registry, "helped")).isEqualTo(1));
            assertThat(ended(registry, "dead")).isGreaterThanOrEqualTo(1);
        }
    }

    @Test
    void leavesOutOnlyTheRecordThatCannotBeStored() throws Exception {
        try (Projection projection = servers.project()) {
            // No index of PostgreSQL takes a name this long, and it does not shrink.
            String noName = new Random(1)
                    .ints(20_000, 'a', 'z' + 1)
                    .mapToObj(Character::toString)
                    .collect(Collectors.joining());
            servers.producer
                    .send(new ProducerRecord<>("upload-complete.dlq", noName, "{".getBytes(StandardCharsets.UTF_8)))
                    .get();
            servers.state(new Story("after-odd", 1).uploaded());

            awaitState("after-odd", "running");
        }
    }

    @Test
    void oneOfTwoProjectsAndTheOtherTakesOver() throws Exception {
        try (Projection first = servers.project()) {
            await().until(() -> first.status().equals("projects"));
            try (Projection second = servers.project()) {
                await().until(() -> second.status().startsWith("stands by"));
                first.close();
                servers.state(new Story("taken-over", 1).uploaded());
                awaitState("taken-over", "running");
                assertThat(second.status()).isEqualTo("projects");
            }
        }
    }

    @Test
    void saysOnTheStatusTopicWhereEachVideoIs() throws Exception {
        try (Projection projection = servers.project()) {
            servers.state(new Story("status", 1).uploaded());
            servers.state(new Story("status", 1).rejected());
            awaitState("status", "rejected");
        }
        Map<String, Object> config = new HashMap<>(servers.kafka.client());
        List<String> found = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition(VideoStatus.TOPIC, 0)));
            consumer.seekToBeginning(consumer.assignment());
            await().until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(r -> {
                    if ("status".equals(r.key())) {
                        found.add(r.value());
                    }
                });
                return found.stream().anyMatch(v -> v.contains("rejected"));
            });
        }
        assertThat(found.getLast()).contains("\"state\":\"rejected\"", "\"code\":\"NO_VIDEO_STREAM\"", "film.mp4");
    }

    private static double ended(SimpleMeterRegistry registry, String outcome) {
        return registry.get("segue.videos.ended")
                .tag("outcome", outcome)
                .functionCounter()
                .count();
    }

    private static void stated(Event event) {
        servers.write(
                EventType.of(event).topic(),
                event,
                Map.of(
                        WorkHeaders.HOST, "node-7",
                        WorkHeaders.ATTEMPT, "2",
                        WorkHeaders.WAIT_MS, "120",
                        WorkHeaders.RUN_MS, "3400"));
    }

    private static void awaitState(String videoId, String state) {
        await().untilAsserted(
                        () -> assertThat(servers.one("select state from video where video_id = '" + videoId + "'"))
                                .isEqualTo(state));
    }
}
