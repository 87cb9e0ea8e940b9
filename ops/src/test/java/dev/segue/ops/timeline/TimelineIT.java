package dev.segue.ops.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.segue.contract.EventType;
import dev.segue.ops.Story;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

class TimelineIT {
    private static TimelineServers servers;
    private static Timeline timeline;

    @BeforeAll
    static void start() throws Exception {
        servers = TimelineServers.shared();
        timeline = new Timeline(servers.database);
    }

    @Test
    void answersWhereAVideoIsAndHowItCameThere() throws Exception {
        Story story = new Story("asked", 1);
        try (Projection projection = servers.project()) {
            story.events().forEach(servers::state);
            await().until(() -> timeline.find("asked")
                    .filter(v -> v.state().equals("published"))
                    .isPresent());
            await().until(() -> timeline.events("asked", 1, "1000", null).rows().size() == 15);
        }
        TimelineVideo video = timeline.find("asked").orElseThrow();
        assertThat(video.publishedGeneration()).isEqualTo(1);
        assertThat(video.progress().unitsDone()).isEqualTo(4);
        assertThat(video.progress().plan()).isEqualTo(story.probed().plan());

        StageTimes times = timeline.stages("asked", 1);
        assertThat(times.cpuMs()).isEqualTo(4 * 1_500);
        assertThat(times.stages())
                .extracting(StageTimes.Span::stage)
                .startsWith("scanner")
                .endsWith("publisher");
        assertThat(times.stages()).allSatisfy(span -> {
            assertThat(span.since()).isNotNull();
            assertThat(span.until()).isNotNull();
        });

        List<Happening> all = new ArrayList<>();
        String cursor = null;
        do {
            Page<Happening> page = timeline.events("asked", null, "4", cursor);
            all.addAll(page.rows());
            cursor = page.next();
        } while (cursor != null);
        assertThat(all).isEqualTo(timeline.events("asked", 1, "1000", null).rows());
        assertThat(all).extracting(Happening::type).contains("upload-complete", "segments-ready", "published");
        assertThat(timeline.find("nobody")).isEmpty();
        assertThat(timeline.events("asked", 2, null, null).rows()).isEmpty();
    }

    @Test
    void findsVideosByStateOwnerTimeAndWordsPageByPage() throws Exception {
        try (Projection projection = servers.project()) {
            IntStream.range(0, 7).forEach(i -> servers.state(new Story("page-" + i, 1).uploaded()));
            servers.state(new Story("page-0", 1).rejected());
            await().until(() -> timeline.find("page-6").isPresent()
                    && timeline.find("page-0")
                            .filter(v -> v.state().equals("rejected"))
                            .isPresent());
        }
        List<String> found = new ArrayList<>();
        String cursor = null;
        do {
            Page<TimelineVideo> page = timeline.videos(
                    VideoFilter.of("running", "default", "PT1H", null, "fil", "2", cursor, Instant.now()));
            assertThat(page.rows()).hasSizeLessThanOrEqualTo(2);
            page.rows().forEach(v -> found.add(v.progress().videoId()));
            cursor = page.next();
        } while (cursor != null);

        assertThat(found).doesNotHaveDuplicates().contains("page-6", "page-1").doesNotContain("page-0");
        assertThat(ids("rejected,failed", null, "FILM mp4")).contains("page-0").doesNotContain("page-1");
        assertThat(ids(null, "PT0S", null)).isEmpty();
        assertThat(ids(null, null, "page-3")).contains("page-3");
        assertThat(ids(null, null, "ilm"))
                .as("words are found by how they begin")
                .isEmpty();
    }

    @Test
    void tellsEveryListenerOfEachChangeThroughOneConnection() throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        List<String> too = new CopyOnWriteArrayList<>();
        LiveVideos.View view =
                id -> timeline.find(id).map(v -> v.state() + " " + v.progress().reached());
        try (Projection projection = servers.project();
                LiveVideos live = new LiveVideos(servers.database, Duration.ofMillis(300))) {
            servers.state(new Story("live", 1).uploaded());
            await().until(() -> timeline.find("live").isPresent());
            Disposable first = listen(live, view, heard);
            Disposable second = listen(live, view, too);
            await().until(() -> heard.contains("running UPLOAD_COMPLETE") && too.contains("running UPLOAD_COMPLETE"));

            servers.state(new Story("live", 1).probed());
            await().until(() -> heard.contains("running PROBED") && too.contains("running PROBED"));
            second.dispose();
            servers.state(new Story("live", 1).rejected());
            await().until(() -> heard.contains("rejected PROBED"));
            await().until(() -> heard.stream().anyMatch(text -> text.startsWith(": ")));
            assertThat(too).doesNotContain("rejected PROBED");
            assertThat(servers.one("select count(*) from pg_stat_activity where query = 'listen segue_timeline'"
                            + " or query like 'LISTEN%'"))
                    .isIn("0", "1");
            first.dispose();
        }
    }

    @Test
    void noticesAVideoThatDoesNotMoveAndThatItMovesAgain() throws Exception {
        TimelineSettings impatient = new TimelineSettings(500, Duration.ofMillis(20), 1, Duration.ofMillis(1_500));
        try (Projection projection = servers.project(impatient, new SimpleMeterRegistry())) {
            servers.state(new Story("stands", 1).uploaded());
            await().until(() -> state("stands").equals("running"));
            await().until(() -> state("stands").equals("stuck"));
            assertThat(timeline.find("stands").orElseThrow().progress().stage()).hasValue("scanner");
            assertThat(timeline.find("stands").orElseThrow().stuckSince()).isNotNull();
            assertThat(ids("open", null, null)).contains("stands");

            servers.state(new Story("stands", 1).probed());
            await().until(() -> state("stands").equals("running"));
            assertThat(timeline.find("stands").orElseThrow().stuckSince()).isNull();
            servers.write(EventType.REJECTED.topic(), new Story("stands", 1).rejected(), Map.of());
            await().until(() -> state("stands").equals("rejected"));
        }
    }

    private static Disposable listen(LiveVideos live, LiveVideos.View view, List<String> heard) {
        return Flux.from(live.of("live", view))
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .subscribe(heard::add);
    }

    private static String state(String videoId) throws Exception {
        return timeline.find(videoId).map(TimelineVideo::state).orElse("none");
    }

    private static List<String> ids(@Nullable String state, @Nullable String since, @Nullable String text)
            throws Exception {
        Page<TimelineVideo> page =
                timeline.videos(VideoFilter.of(state, null, since, null, text, "200", null, Instant.now()));
        return page.rows().stream().map(v -> v.progress().videoId()).toList();
    }
}
