package dev.segue.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.segue.contract.Event;
import dev.segue.contract.ObjectRef;
import dev.segue.contract.Published;
import dev.segue.contract.RenditionComplete;
import dev.segue.embedded.EmbeddedPostgres;
import dev.segue.stage.LeaseLostException;
import dev.segue.stage.Outcome;
import dev.segue.stage.TransientFailure;
import dev.segue.stage.Work;
import dev.segue.stage.postgres.Database;
import dev.segue.stage.postgres.PostgresSettings;
import dev.segue.storage.ObjectKeys;
import dev.segue.storage.ObjectStore;
import dev.segue.testkit.InMemoryObjectStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishRenditionIT {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00.123456Z");

    @TempDir
    static Path folder;

    static EmbeddedPostgres postgres;

    private final InMemoryObjectStore store = new InMemoryObjectStore(Films.BUCKET);
    private final NotingStore noting = new NotingStore(store);
    private Database database;
    private PublishRendition handler;

    @BeforeAll
    static void startPostgres() throws Exception {
        postgres = EmbeddedPostgres.start(folder.resolve("postgres"), 0);
    }

    @AfterAll
    static void stopPostgres() {
        postgres.close();
    }

    @BeforeEach
    void connect() {
        database = Database.at(
                new PostgresSettings(postgres.jdbcUrl(), postgres.user(), postgres.password()), "catalogue", 8);
        handler = handlerAt(NOON, noting);
    }

    @AfterEach
    void disconnect() {
        database.close();
    }

    private PublishRendition handlerAt(Instant now, ObjectStore objects) {
        return new PublishRendition(
                new Catalogue(database, Clock.fixed(now, ZoneOffset.UTC)),
                new VersionObjects(objects, Films.BUCKET),
                new PublisherSettings(1, Duration.ofMinutes(5), "https://cdn.example/vod/"));
    }

    @Test
    void saysNothingWhileARenditionIsMissing() throws Exception {
        List<RenditionComplete> film = stored("missing", 1);

        assertThat(handle(film.get(0))).isEmpty();
        assertThat(handle(film.get(2))).isEmpty();
        assertThat(handle(film.get(2))).isEmpty();
        assertThat(noting.written()).isEmpty();
    }

    @Test
    void publishesWithTheLastRenditionAndMakesItVisibleLast() throws Exception {
        List<RenditionComplete> film = stored("whole", 1);
        handle(film.get(1));
        handle(film.get(0));

        List<? extends Event> said = handle(film.get(2));

        assertThat(said).singleElement().asInstanceOf(type(Published.class)).satisfies(p -> {
            assertThat(p.hls()).isEqualTo("https://cdn.example/vod/whole/v1/master.m3u8");
            assertThat(p.dash()).isEqualTo("https://cdn.example/vod/whole/v1/manifest.mpd");
            assertThat(p.durationUs()).isEqualTo(10_000_000);
            assertThat(p.job()).isEqualTo(film.get(0).job());
            assertThat(p.renditions()).extracting(m -> m.rendition().id()).containsExactly("v720", "v360", "a1");
            assertThat(p.renditions().get(0))
                    .isEqualTo(new Published.Made(film.get(0).rendition(), 700 + 7501, 250, 3, 6002, 6001));
        });
        assertThat(noting.written())
                .containsExactly(
                        "whole/v1/v720/media.m3u8",
                        "whole/v1/v360/media.m3u8",
                        "whole/v1/a1/media.m3u8",
                        "whole/v1/manifest.mpd",
                        "whole/v1/master.m3u8",
                        "whole/current.json");
        assertThat(text("whole/current.json"))
                .isEqualTo("{\"videoId\":\"whole\",\"version\":1,"
                        + "\"hls\":\"https://cdn.example/vod/whole/v1/master.m3u8\","
                        + "\"dash\":\"https://cdn.example/vod/whole/v1/manifest.mpd\","
                        + "\"publishedAt\":\"2026-11-20T12:00:00.123456Z\"}");
        assertThat(text("whole/v1/master.m3u8")).contains("v720/media.m3u8", "LANGUAGE=\"en\"");
        assertThat(text("whole/v1/v720/media.m3u8")).contains("init.mp4", "\n00003.m4s\n");
        assertThat(text("whole/v1/manifest.mpd")).contains("media=\"v720/$Number%05d$.m4s\"");
        assertThat(store.head(object("whole/v1/master.m3u8")).orElseThrow().contentType())
                .isEqualTo("application/vnd.apple.mpegurl");
        assertThat(store.head(object("whole/v1/manifest.mpd")).orElseThrow().contentType())
                .isEqualTo("application/dash+xml");
        assertThat(store.head(object("whole/current.json")).orElseThrow().contentType())
                .isEqualTo("application/json");
        assertThat(query("select published_at is not null and hls like '%/whole/v1/master.m3u8' and owner = 'ada'"
                        + " from catalogue.version where video_id = 'whole'"))
                .isEqualTo("t");
    }

    @Test
    void doneAgainLaterItSaysAndWritesTheSame() throws Exception {
        List<RenditionComplete> film = stored("again", 1);
        handle(film.get(0));
        handle(film.get(1));
        List<? extends Event> first = handle(film.get(2));
        List<String> before = noting.written().stream().map(this::text).toList();

        Outcome second = handlerAt(NOON.plusSeconds(3600), noting).handle(film.get(0), work());

        assertThat(second).isEqualTo(new Outcome.Emit(first));
        assertThat(noting.written().stream().skip(6).map(this::text)).isEqualTo(before);
    }

    @Test
    void anOlderVersionIsPublishedButDoesNotHideANewerOne() throws Exception {
        publish("versions", 2);
        String pointer = text("versions/current.json");

        assertThat(publish("versions", 1)).hasSize(1);

        assertThat(text("versions/current.json")).isEqualTo(pointer).contains("\"version\":2");
        assertThat(text("versions/v1/master.m3u8")).isNotEmpty();
        assertThat(publish("versions", 3)).hasSize(1);
        assertThat(text("versions/current.json")).contains("\"version\":3");
    }

    @Test
    void workersThatFinishTheLastRenditionsAtTheSameTimePublishOneFact() throws Exception {
        try (ExecutorService workers = Executors.newFixedThreadPool(3)) {
            for (int i = 0; i < 60; i++) {
                List<RenditionComplete> film = stored("race" + i, 1);
                CyclicBarrier together = new CyclicBarrier(film.size());
                List<Future<List<? extends Event>>> running = new ArrayList<>();
                for (RenditionComplete event : film) {
                    Callable<List<? extends Event>> work = () -> {
                        together.await();
                        return handle(event);
                    };
                    running.add(workers.submit(work));
                }
                List<Event> said = new ArrayList<>();
                for (Future<List<? extends Event>> one : running) {
                    said.addAll(one.get());
                }
                assertThat(said).describedAs("race %s", i).isNotEmpty();
                assertThat(Set.copyOf(said)).hasSize(1);
                assertThat(text("race" + i + "/current.json")).contains("\"version\":1");
            }
        }
    }

    @Test
    void versionsPublishedAtTheSameTimeLeaveTheNewestVisible() throws Exception {
        try (ExecutorService workers = Executors.newFixedThreadPool(3)) {
            for (int i = 0; i < 20; i++) {
                String videoId = "versions-race" + i;
                CyclicBarrier together = new CyclicBarrier(3);
                List<Future<?>> running = new ArrayList<>();
                for (int generation = 1; generation <= 3; generation++) {
                    int g = generation;
                    running.add(workers.submit(() -> {
                        together.await();
                        return publish(videoId, g);
                    }));
                }
                for (Future<?> one : running) {
                    one.get();
                }
                assertThat(text(videoId + "/current.json")).contains("\"version\":3");
            }
        }
    }

    @Test
    void aPublisherThatLostTheEventMakesNothingVisible() throws Exception {
        List<RenditionComplete> film = stored("late", 1);
        handle(film.get(0));
        handle(film.get(1));
        Work lost = work();
        lost.lease().end();

        assertThatThrownBy(() -> handler.handle(film.get(2), lost)).isInstanceOf(LeaseLostException.class);

        assertThat(noting.written()).isEmpty();
        assertThat(handle(film.get(2))).hasSize(1);
    }

    @Test
    void aPublisherThatWasFrozenBeforeItWroteThePointerDoesNotHideANewerVersion() throws Exception {
        VersionObjects other = new VersionObjects(store, Films.BUCKET);
        Pointer older = new Pointer("frozen", 1, "h1", "d1", NOON);
        other.point(older);
        VersionObjects frozen = new VersionObjects(
                new NotingStore(store) {
                    @Override
                    public byte[] read(ObjectRef object, long offset, int length) {
                        byte[] seen = super.read(object, offset, length);
                        if (Pointer.of(seen).version() == 1) {
                            other.point(new Pointer("frozen", 3, "h3", "d3", NOON));
                        }
                        return seen;
                    }
                },
                Films.BUCKET);

        assertThat(frozen.point(new Pointer("frozen", 2, "h2", "d2", NOON))).isFalse();

        assertThat(text("frozen/current.json")).contains("\"version\":3");
    }

    @Test
    void publishesNothingWhoseObjectsAreNotThere() throws Exception {
        List<RenditionComplete> film = stored("lost", 1);
        store.delete(object(ObjectKeys.segment("lost", 1, "v360", 2)));
        handle(film.get(0));
        handle(film.get(1));

        assertThatThrownBy(() -> handle(film.get(2)))
                .asInstanceOf(type(TransientFailure.class))
                .returns("object-missing", TransientFailure::code);

        store.put(object(ObjectKeys.segment("lost", 1, "v360", 2)), new byte[3], "video/mp4");
        assertThatThrownBy(() -> handle(film.get(2)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("lost/v1/v360/00003.m4s should have 500 bytes but has 3");
        assertThat(noting.written()).isEmpty();
    }

    @Test
    void aStoreThatIsDownIsTriedAgain() throws Exception {
        List<RenditionComplete> film = stored("down", 1);
        handle(film.get(0));
        handle(film.get(1));
        store.setDown(true);

        assertThatThrownBy(() -> handle(film.get(2)))
                .asInstanceOf(type(TransientFailure.class))
                .returns("store-unavailable", TransientFailure::code);

        store.setDown(false);
        assertThat(handle(film.get(2))).hasSize(1);
    }

    @Test
    void startsWhilePostgresIsAwayAndWorksOnceItIsBack() throws Exception {
        EmbeddedPostgres own = EmbeddedPostgres.start(folder.resolve("own"), 0);
        PostgresSettings settings = new PostgresSettings(own.jdbcUrl(), own.user(), own.password());
        int port = Integer.parseInt(own.jdbcUrl().replaceAll(".*:(\\d+)/.*", "$1"));
        own.close();
        database.close();
        database = Database.at(settings, "catalogue", 2);
        handler = handlerAt(NOON, noting);

        assertThatThrownBy(() -> publish("patient", 1))
                .asInstanceOf(type(TransientFailure.class))
                .returns("database-unavailable", TransientFailure::code);

        own = EmbeddedPostgres.start(folder.resolve("own"), port);
        try {
            assertThat(publish("patient", 1)).hasSize(1);
        } finally {
            own.close();
        }
        assertThatThrownBy(() -> publish("patient", 2))
                .asInstanceOf(type(TransientFailure.class))
                .returns("database-unavailable", TransientFailure::code);
    }

    @Test
    void aMistakeInAStatementIsNoPassingTrouble() {
        assertThatThrownBy(() -> database.inTransaction(h -> h.execute("select nonsense")))
                .isNotInstanceOf(TransientFailure.class);
    }

    private List<RenditionComplete> stored(String videoId, int generation) {
        List<RenditionComplete> film = Films.film(videoId, generation);
        Films.store(store, film);
        return film;
    }

    private List<? extends Event> publish(String videoId, int generation) throws Exception {
        List<? extends Event> said = List.of();
        for (RenditionComplete event : stored(videoId, generation)) {
            said = handle(event);
        }
        return said;
    }

    private List<? extends Event> handle(RenditionComplete event) throws Exception {
        return ((Outcome.Emit) handler.handle(event, work())).events();
    }

    private static Work work() {
        return new Work(folder, Instant.MAX, 1);
    }

    private static ObjectRef object(String key) {
        return new ObjectRef(Films.BUCKET, key);
    }

    private String text(String key) {
        return new String(store.read(object(key), 0, 1 << 20), StandardCharsets.UTF_8);
    }

    private static String query(String sql) throws Exception {
        try (Connection connection =
                        DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                ResultSet rows = connection.createStatement().executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
