package dev.segue.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.segue.ops.RenditionProgress;
import dev.segue.ops.VideoOutcome;
import dev.segue.ops.VideoProgress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The status API over the timeline, in the running pipeline. */
class StatusApiIT {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    static Path folder;

    @AfterAll
    static void close() {
        HTTP.shutdownNow();
    }

    @Test
    void tellsWhereAFilmIsFromTheUploadToTheEnd() throws Exception {
        String videoId = Pipeline.shared().upload(film("whole.mp4", 6), "whole film-1.mp4", "fast-ladder");
        await().until(() -> get("/api/v1/videos/" + videoId).statusCode() == 200);
        List<String> heard = new CopyOnWriteArrayList<>();
        Thread listener = Thread.ofVirtual().start(() -> listen(videoId, heard));

        assertThat(Pipeline.shared().outcome(videoId)).isInstanceOf(VideoOutcome.Playable.class);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> heard.stream().anyMatch(line -> line.contains("\"state\":\"published\"")));
        listener.interrupt();

        assertThat(heard.getFirst()).isEqualTo("event: video");
        assertThat(heard).filteredOn(line -> line.startsWith("data: ")).hasSizeGreaterThan(2);
        JsonNode video = JSON.readTree(get("/api/v1/videos/" + videoId).body());
        assertThat(video.path("state").asText()).isEqualTo("published");
        assertThat(video.path("owner").asText()).isEqualTo("default");
        assertThat(video.path("unitsDone").asInt())
                .isPositive()
                .isEqualTo(video.path("units").asInt());
        assertThat(video.path("publishedGeneration").asInt()).isEqualTo(1);
        assertThat(video.path("uploadedAt").asText()).matches("\\d{4}-.*Z");
        assertThat(video.path("progress")).isNotEmpty().allSatisfy(step -> assertThat(
                        step.path("complete").asBoolean())
                .isTrue());
        assertThat(video.at("/stages/stages"))
                .hasSize(6)
                .allSatisfy(span -> assertThat(span.path("until").asText()).isNotBlank());
        assertThat(video.at("/stages/cpuMs").asLong()).isPositive();

        JsonNode events = JSON.readTree(
                get("/api/v1/videos/" + videoId + "/events?limit=1000").body());
        assertThat(texts(events.path("events"), "type"))
                .contains("upload-complete", "scanned", "probed", "segments-ready", "queued", "segment-encoded")
                .endsWith("published");
        assertThat(events.path("events"))
                .filteredOn(e -> e.path("type").asText().equals("segment-encoded"))
                .isNotEmpty()
                .allSatisfy(e -> {
                    assertThat(e.path("host").asText()).isNotBlank();
                    assertThat(e.path("attempts").asInt()).isEqualTo(1);
                    assertThat(e.path("cpuMs").asLong()).isPositive();
                    assertThat(e.path("runMs").asLong()).isPositive();
                    assertThat(e.has("waitMs")).isTrue();
                });
        assertThat(texts(
                        JSON.readTree(get("/api/v1/videos?q=whole+film&state=published&since=PT1H")
                                        .body())
                                .path("videos"),
                        "videoId"))
                .contains(videoId);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "/api/v1/videos?cursor=abc; 400; cursor must be",
                "/api/v1/videos?state=done; 400; state must be one or more of running, stuck, published",
                "/api/v1/videos?limit=1000; 400; limit must be 1 to 200 but is 1000.",
                "/api/v1/videos?owner=a%00b; 400; may hold the character NUL",
                "/api/v1/videos?since=%2B999999999-01-01T00:00:00Z; 400; since must be a time such as",
                "/api/v1/videos?state=,; 400; state must be one or more of running",
                "/api/v1/videos?cursor=MTc5Mzk2NjQwMAowCmEAYg; 400; cursor must be",
                "/api/v1/videos/none/events?cursor=LTk5OTk5OTk5OTk5OTk5CjAKYQpi; 400; cursor must be",
                "/api/v1/videos/a%00b; 400; may hold the character NUL",
                "/api/v1/videos/a%00b/events; 400; may hold the character NUL",
                "/api/v1/videos/a%00b/live; 400; may hold the character NUL",
                "/api/v1/dead-letters?video=a%00b; 400; may hold the character NUL",
                "/api/v1/videos?sate=stuck; 400; There is no parameter sate; there are cursor, limit",
                "/api/v1/videos/none/events?limit=0; 400; limit must be 1 to 1000",
                "/api/v1/videos/none/events?generation=one; 400; generation",
                "/api/v1/videos/none; 404; There is no such video.",
                "/api/v1/videos/none/events; 404; There is no such video.",
                "/api/v1/videos/none/live; 404; There is no such video.",
                "/api/v1/nothing; 404; "
            })
    void refusesWithAProblemThatSaysWhatIsAllowed(String path, int status, String detail) throws Exception {
        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        JsonNode problem = JSON.readTree(answer.body());
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("title").asText()).isNotBlank();
        assertThat(problem.path("detail").asText()).contains(detail == null ? "" : detail);
    }

    @ParameterizedTest
    @ValueSource(strings = {"since=-4712-01-01T00:00:00Z", "until=%2B294275-12-31T23:59:59.999999999Z"})
    void answersForEveryTimeThatPostgresHas(String query) throws Exception {
        assertThat(get("/api/v1/videos?" + query).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cancel", "retry", "priority"})
    void takesNoCommandForAnIdThatCannotBe(String command) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(address("/api/v1/videos/a%00b/" + command))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"priority\":\"high\"}"))
                .build();

        HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).path("detail").asText()).contains("may hold the character NUL");
    }

    @Test
    void cancelsTheNewestRun() throws Exception {
        String videoId = Pipeline.shared().upload(film("cancelled.mp4", 20), "cancelled.mp4", "fast-ladder");
        await().until(() -> get("/api/v1/videos/" + videoId).statusCode() == 200);
        HttpRequest request = HttpRequest.newBuilder(address("/api/v1/videos/" + videoId + "/cancel"))
                .POST(BodyPublishers.noBody())
                .build();

        HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(JSON.readTree(answer.body()).path("generation").asInt()).isEqualTo(1);
        assertThat(Pipeline.shared().outcome(videoId)).isEqualTo(new VideoOutcome.Cancelled("Cancelled by request."));
    }

    @Test
    void describesItself() throws Exception {
        HttpResponse<String> answer = get("/openapi.yaml");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .contains("/api/v1/videos:", "/api/v1/videos/{videoId}/live:", "/api/v1/dead-letters:", "VideoView:");
    }

    @Test
    void postgresMayBeAwayWhileAFilmIsTranscoded() throws Exception {
        StoppablePostgres postgres = Pipeline.shared().postgres();
        Path film = film("outage.mp4", 10);
        String videoId = Pipeline.shared().upload(film, "outage.mp4", "fast-ladder");
        postgres.stop();
        try {
            // Everything up to the publisher, which keeps its catalogue there, goes on.
            VideoProgress encoded = Pipeline.shared()
                    .laptop()
                    .board()
                    .when(
                            videoId,
                            p -> p.units() > 0
                                    && p.renditions().values().stream().allMatch(RenditionProgress::complete))
                    .get(60, TimeUnit.SECONDS);
            assertThat(encoded.unitsDone()).isEqualTo(encoded.units());

            HttpResponse<String> answer = get("/api/v1/videos/" + videoId);
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
            assertThat(JSON.readTree(answer.body()).path("detail").asText())
                    .startsWith("The timeline is away: PostgreSQL does not answer.");
        } finally {
            postgres.start();
        }
        assertThat(Pipeline.shared().outcome(videoId)).isInstanceOf(VideoOutcome.Playable.class);
        VideoProgress end = Pipeline.shared().laptop().board().find(videoId).orElseThrow();
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            JsonNode video = JSON.readTree(get("/api/v1/videos/" + videoId).body());
            assertThat(video.path("state").asText()).isEqualTo("published");
            assertThat(video.path("unitsDone").asInt()).isEqualTo(end.units());
        });
    }

    private static void listen(String videoId, List<String> heard) {
        HttpRequest request = HttpRequest.newBuilder(address("/api/v1/videos/" + videoId + "/live"))
                .header("Accept", "text/event-stream")
                .build();
        try (Stream<String> lines = HTTP.send(request, BodyHandlers.ofLines()).body()) {
            lines.forEach(heard::add);
        } catch (IOException | UncheckedIOException e) {
            heard.add("closed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<String> texts(JsonNode rows, String field) {
        return new ArrayList<>(StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.path(field).asText())
                .toList());
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(address(path)).build(), BodyHandlers.ofString());
    }

    private static URI address(String path) {
        return Pipeline.shared().laptop().address().resolve(path);
    }

    private static Path film(String name, int seconds) {
        return Tool.film(folder.resolve(name), "640x360", seconds);
    }
}
