package dev.segue.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segue.contract.EventCodec;
import dev.segue.contract.ObjectRef;
import dev.segue.contract.Published;
import dev.segue.ops.VideoOutcome;
import dev.segue.ops.VideoProgress;
import dev.segue.stage.KafkaSettings;
import dev.segue.storage.Buckets;
import dev.segue.storage.ObjectKeys;
import dev.segue.storage.ObjectStore;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
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
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A video is made anew from what is stored of it, while its old version is served. */
class RetryIT {
    private static final int FRAMES = 50;

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Pipeline pipeline = Pipeline.shared();
    private final Laptop laptop = pipeline.laptop();
    private final ObjectStore store = laptop.context().getBean(ObjectStore.class);
    private final Buckets buckets = laptop.context().getBean(Buckets.class);

    @Test
    void aPublishedFilmIsMadeAnewFromItsPlanAndWithAnotherProfile() throws Exception {
        Path film = Tool.film(folder.resolve("film.mp4"), "320x180", 2);
        String videoId = pipeline.upload(film, "film.mp4", "tiny");
        Published first = ((VideoOutcome.Playable) laptop.awaitEnd(videoId).outcome()).published();

        HttpResponse<String> taken =
                post(videoId, "{\"from\": \"probed\", \"priority\": \"urgent\", \"by\": \"tests\"}");
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(202);
        assertThat(json(taken).path("generation").intValue()).isEqualTo(2);
        assertThat(json(taken).path("served").intValue()).isEqualTo(1);
        Published second = servedUntil(videoId, 2);
        assertThat(second.job().priority().name()).isEqualTo("URGENT");
        assertThat(ids(second)).isEqualTo(ids(first));
        judged(film, second);

        kafkaForgets("scanned", "probed");
        HttpResponse<String> other = post(videoId, "{\"from\": \"probed\", \"profile\": \"fast-ladder\"}");
        assertThat(other.statusCode()).as(other.body()).isEqualTo(202);
        assertThat(json(other).path("from").textValue()).isEqualTo("scanned");
        assertThat(json(other).path("note").textValue()).contains("begins with scanned and not with probed");
        HttpResponse<String> atOnce = post(videoId, "{}");
        assertThat(atOnce.statusCode()).as(atOnce.body()).isEqualTo(409);
        HttpResponse<String> urgent = post(videoId, "priority", "{\"priority\": \"high\"}");
        assertThat(urgent.statusCode()).as(urgent.body()).isEqualTo(202);
        assertThat(json(urgent).path("generation").intValue()).isEqualTo(3);
        Published third = servedUntil(videoId, 3);
        assertThat(third.job().profile()).isEqualTo("fast-ladder");
        assertThat(ids(third)).isNotEqualTo(ids(first));
        judged(film, third);

        assertThat(segue("retry", videoId, "--from", "encoder", "--data", data(), "--by", "tests"))
                .contains("run 4 of " + videoId + " begins with segments-ready: profile fast-ladder")
                .contains("version 3 is served until it is published");
        assertThat(ids(servedUntil(videoId, 4))).isEqualTo(ids(third));
        theCommandLineFindsTheNewestRunWithoutTheTimeline(videoId);

        everyRunBelongsToTheSameTrace(videoId);
        refusesWhatCannotBe(videoId);
    }

    /** What players are shown is whole at every look, and goes from the old version to the new one. */
    private Published servedUntil(String videoId, int generation) throws Exception {
        List<Integer> shown = new ArrayList<>();
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    JsonNode pointer = pointer(videoId);
                    assertThat(store.head(new ObjectRef(
                                    buckets.vod(),
                                    ObjectKeys.hls(
                                            videoId, pointer.path("version").intValue()))))
                            .isPresent();
                    shown.add(pointer.path("version").intValue());
                    return shown.getLast() == generation;
                });
        assertThat(shown).startsWith(generation - 1).isSorted();
        VideoProgress end = laptop.board()
                .when(videoId, p -> p.generation() == generation && p.outcome().ended())
                .get(1, TimeUnit.MINUTES);
        return ((VideoOutcome.Playable) end.outcome()).published();
    }

    /** As retention does; the timeline still has what lay there. */
    private void kafkaForgets(String... topics) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka()))) {
            for (String topic : topics) {
                admin.deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(-1)))
                        .all()
                        .get();
            }
        }
    }

    private JsonNode pointer(String videoId) throws Exception {
        try (InputStream in = store.read(new ObjectRef(buckets.vod(), ObjectKeys.pointer(videoId)))) {
            return EventCodec.json().readTree(in);
        }
    }

    private void judged(Path film, Published published) throws Exception {
        Path out = folder.resolve("out-" + published.generation());
        new StreamJudge(film, Download.version(laptop.context(), published, out)).everyFrameIsThere(FRAMES);
    }

    private static List<String> ids(Published published) {
        return published.renditions().stream()
                .map(made -> made.rendition().id())
                .toList();
    }

    private void theCommandLineFindsTheNewestRunWithoutTheTimeline(String videoId) {
        assertThat(segue("priority", videoId, "low", "--kafka", kafka()))
                .contains("run 4 of " + videoId + " has ended");
    }

    /** What the command says, be it good or bad. */
    private static String segue(String... words) {
        StringWriter said = new StringWriter();
        CommandLine line = Segue.commandLine();
        line.setOut(new PrintWriter(said)).setErr(new PrintWriter(said)).execute(words);
        return said.toString();
    }

    private String data() {
        return Path.of(laptop.context().getRequiredProperty("segue.scratch.dir", String.class))
                .resolveSibling("")
                .toString();
    }

    private String kafka() {
        return laptop.context().getBean(KafkaSettings.class).bootstrapServers();
    }

    private void everyRunBelongsToTheSameTrace(String videoId) {
        List<SpanReceiver.Span> spans = pipeline.spans().stream()
                .filter(span -> span.get("segue.video").equals(videoId))
                .toList();
        assertThat(spans).extracting(span -> span.get("segue.generation")).contains("1", "2", "3", "4");
        assertThat(spans)
                .extracting(SpanReceiver.Span::trace)
                .containsOnly(spans.getFirst().trace());
    }

    private void refusesWhatCannotBe(String videoId) throws Exception {
        assertThat(post("no-such-video", "{}").statusCode()).isEqualTo(404);
        HttpResponse<String> late = post(videoId, "{\"from\": \"published\"}");
        assertThat(late.statusCode()).isEqualTo(422);
        assertThat(json(late).path("detail").textValue()).contains("upload-complete, scanned, probed, segments-ready");
        assertThat(post(videoId, "priority", "{\"priority\": \"low\"}").statusCode())
                .as("it has ended")
                .isEqualTo(409);
        store.delete(new ObjectRef(buckets.originals(), ObjectKeys.source(videoId, 1)));
        HttpResponse<String> gone = post(videoId, "{\"from\": \"prober\"}");
        assertThat(gone.statusCode()).isEqualTo(422);
        assertThat(json(gone).path("detail").textValue()).contains("is no longer in the store");
        assertThat(gone.headers().firstValue("content-type")).hasValue("application/problem+json");
    }

    private HttpResponse<String> post(String videoId, String body) throws Exception {
        return post(videoId, "retry", body);
    }

    private HttpResponse<String> post(String videoId, String what, String body) throws Exception {
        URI address = laptop.address().resolve("/api/v1/videos/" + videoId + "/" + what);
        return http.send(
                HttpRequest.newBuilder(address)
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> response) throws Exception {
        return EventCodec.json().readTree(response.body());
    }
}
