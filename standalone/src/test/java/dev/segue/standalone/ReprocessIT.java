package dev.segue.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.segue.contract.EventCodec;
import dev.segue.contract.Priority;
import dev.segue.ops.VideoOutcome;
import dev.segue.ops.VideoProgress;
import dev.segue.ops.retry.Candidate;
import dev.segue.ops.retry.Reprocess;
import dev.segue.ops.retry.ReprocessFilter;
import dev.segue.ops.retry.ReprocessReport;
import dev.segue.ops.retry.ReprocessRequest;
import dev.segue.stage.KafkaSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many videos are made anew, each once, however often it is asked for. */
class ReprocessIT {
    private static final String OWNER = "reprocess-it";

    @TempDir
    Path folder;

    private final Laptop laptop = Pipeline.shared().laptop();
    private final Reprocess reprocess = laptop.context().getBean(Reprocess.class);

    @Test
    void eachVideoThatIsMeantIsBegunOnceHoweverOftenItIsAskedFor() throws Exception {
        List<String> videos = List.of(upload("reprocess-1"), upload("reprocess-2"));
        String other = upload("reprocess-other", "someone-else");
        for (String video : videos) {
            laptop.awaitEnd(video);
        }
        laptop.awaitEnd(other);
        ReprocessRequest one = request(1, OWNER, "h264");
        // The timeline hears of an end a moment after the board does.
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(reprocess.wouldBegin(request(10, OWNER, "h264")))
                        .extracting(Candidate::videoId)
                        .containsExactlyElementsOf(videos));
        assertThat(reprocess.wouldBegin(request(10, OWNER, "hevc"))).isEmpty();

        ReprocessReport first = reprocess.run(one, line -> {});
        assertThat(first.matched()).isEqualTo(2);
        assertThat(first.begun()).as("as many as the limit lets").isEqualTo(1);
        ReprocessReport second = reprocess.run(one, line -> {});
        assertThat(second.before()).isEqualTo(1);
        assertThat(second.begun()).isEqualTo(1);
        ReprocessReport third = reprocess.run(one, line -> {});
        assertThat(third.before()).isEqualTo(2);
        assertThat(third.begun()).as("nothing is left").isZero();

        for (String video : videos) {
            VideoProgress end = laptop.board()
                    .when(video, p -> p.generation() == 2 && p.outcome().ended())
                    .get(1, TimeUnit.MINUTES);
            assertThat(end.outcome()).isInstanceOfSatisfying(VideoOutcome.Playable.class, playable -> assertThat(
                            playable.published().job().priority())
                    .isEqualTo(Priority.LOW));
        }
        assertThat(laptop.board().find(other).orElseThrow().generation()).isEqualTo(1);
    }

    @Test
    void theCommandSaysThatItNeedsTheTimeline() {
        StringWriter err = new StringWriter();
        String kafka = laptop.context().getBean(KafkaSettings.class).bootstrapServers();
        int status = Segue.commandLine()
                .setErr(new PrintWriter(err))
                .execute("reprocess", "--kafka", kafka, "--where", "codec=hevc");
        assertThat(status).isEqualTo(Segue.FAULT);
        assertThat(err.toString()).contains("segue.postgres.url");
    }

    private static ReprocessRequest request(int limit, String owner, String codec) {
        return new ReprocessRequest(
                new ReprocessFilter(
                        new TreeMap<>(Map.of("owner", owner, "codec", codec)),
                        Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(1)),
                        null),
                null,
                null,
                Priority.LOW,
                null,
                limit,
                100,
                5,
                "tests");
    }

    private String upload(String videoId) throws Exception {
        return upload(videoId, OWNER);
    }

    private String upload(String videoId, String owner) throws Exception {
        Path film = Tool.film(folder.resolve(videoId + ".mp4"), "160x90", 1);
        String query = "?profile=tiny&owner=" + owner + "&videoId=" + videoId + "-" + System.nanoTime();
        String answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(laptop.address().resolve("/api/v1/uploads" + query))
                                .POST(BodyPublishers.ofFile(film))
                                .build(),
                        BodyHandlers.ofString())
                .body();
        return EventCodec.json().readTree(answer).path("videoId").textValue();
    }
}
