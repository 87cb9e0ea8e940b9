package dev.segue.standalone;

import dev.segue.contract.TopicCatalogue;
import dev.segue.ops.EventFeed;
import dev.segue.ops.ProgressBoard;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;

/** Uploads films while one thing after the other goes wrong, puts all right again, and waits until every film has ended. */
final class ChaosRun {
    private static final int ACCEPTED = 202;
    /** No room for any unit on any disk. */
    private static final Map<String, String> NO_ROOM = Map.of("SEGUE_SCRATCH_KEEP_FREE_BYTES", "1000000000000000");

    private final ChaosCluster cluster;
    private final Random random;
    private final List<Path> films;
    private final List<String> ids = new ArrayList<>();
    private final List<EncoderKill> kills = new ArrayList<>();

    /** @param films the sources; the last one is large enough to find an encoder at work on it */
    ChaosRun(ChaosCluster cluster, Random random, List<Path> films) {
        this.cluster = cluster;
        this.random = random;
        this.films = films;
    }

    /** An encoder was killed while these others lived and nothing else was wrong. */
    record EncoderKill(ChaosCluster.Life victim, Instant at, List<ChaosCluster.Life> others) {}

    /**
     * Runs it.
     *
     * @param videos how many are uploaded in all
     * @return the ids of the videos, each with the number of its film
     */
    List<String> run(int videos, List<ChaosStrike> strikes, Duration patience) throws Exception {
        long large = strikes.stream().filter(ChaosStrike::killsAnEncoder).count();
        long pauses = strikes.stream()
                .mapToLong(s -> s.pause().plus(s.lasts()).toMillis())
                .sum();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor();
                ProgressBoard board = ProgressBoard.following(
                        cluster.kafka(), TopicCatalogue.builtIn(), EventFeed.From.BEGINNING, videos)) {
            List<Future<?>> uploads = new ArrayList<>();
            for (int i = 0; i < videos - large; i++) {
                int film = i % (films.size() - 1);
                String id = id(film);
                // The first at once, so that there is work from the first strike on.
                Duration when = Duration.ofMillis(i < films.size() ? 0 : random.nextLong(pauses));
                uploads.add(pool.submit(() -> {
                    Thread.sleep(when);
                    upload(id, films.get(film));
                    return id;
                }));
            }
            for (ChaosStrike strike : strikes) {
                System.out.println("chaos: " + Instant.now() + " " + strike);
                // The pauses are the point of it.
                Thread.sleep(strike.pause());
                strike(strike);
            }
            for (Future<?> upload : uploads) {
                upload.get();
            }
            Awaitility.await("every film has ended")
                    .atMost(patience)
                    .pollInterval(Duration.ofMillis(250))
                    .until(() -> ids.stream().allMatch(id -> board.find(id)
                            .filter(p -> p.outcome().ended())
                            .isPresent()));
        }
        return ids;
    }

    private String id(int film) {
        String id = "film" + film + "-" + ids.size();
        ids.add(id);
        return id;
    }

    List<EncoderKill> kills() {
        return kills;
    }

    private void strike(ChaosStrike strike) throws Exception {
        String target = strike.target();
        switch (strike.kind()) {
            case KILL -> {
                if (target.startsWith("encoder")) {
                    killAtWork(target);
                } else {
                    cluster.kill(target);
                }
                Thread.sleep(strike.lasts());
                cluster.start(target, 0, Map.of());
            }
            case FREEZE -> {
                cluster.signal(target, "STOP");
                Thread.sleep(strike.lasts());
                cluster.signal(target, "CONT");
            }
            case SKEW -> {
                int minutes = random.nextInt(-10, 11);
                cluster.kill(target);
                Thread.sleep(strike.lasts());
                cluster.start(target, ChaosCluster.canSkew() ? minutes * 60 + 7 : 0, Map.of());
                System.out.println("chaos: the clock of " + target + " is "
                        + (ChaosCluster.canSkew() ? minutes + " minutes and 7 s ahead" : "left alone: no libfaketime"));
            }
            case DISK_FULL -> {
                cluster.kill(target);
                cluster.start(target, 0, NO_ROOM);
                // It is not ready as long as it finds no room.
                StageProcesses.awaitAlive(cluster.life(target).address());
                Thread.sleep(strike.lasts());
                cluster.kill(target);
                cluster.start(target, 0, Map.of());
            }
            case BROKER_KILL -> {
                cluster.broker().kill();
                Thread.sleep(strike.lasts());
                Instant began = Instant.now();
                cluster.broker().restart();
                System.out.println("chaos: the broker serves after "
                        + Duration.between(began, Instant.now()).toMillis() + " ms");
            }
            case STORE_500 -> gate(StoreGate.Mood.ANSWERS_500, strike.lasts());
            case STORE_HANGS_UP -> gate(StoreGate.Mood.HANGS_UP, strike.lasts());
            case STORE_SLOW -> gate(StoreGate.Mood.SLOW, strike.lasts());
            case POSTGRES_STOP -> {
                cluster.stopPostgres();
                Thread.sleep(strike.lasts());
                cluster.startPostgres();
            }
        }
    }

    private void gate(StoreGate.Mood mood, Duration lasts) throws InterruptedException {
        cluster.gate().be(mood);
        Thread.sleep(lasts);
        cluster.gate().be(StoreGate.Mood.FINE);
    }

    /** At work, if it comes to it soon: an idle encoder's death would show nothing. */
    private void killAtWork(String encoder) throws InterruptedException {
        ChaosCluster.Life victim = cluster.life(encoder);
        upload(id(films.size() - 1), films.getLast());
        long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (System.nanoTime() < until && !isAtWork(victim.process())) {
            Thread.sleep(10);
        }
        List<ChaosCluster.Life> others = cluster.encoders().stream()
                .filter(name -> !name.equals(encoder))
                .map(cluster::life)
                .filter(life -> StageProcesses.isReady(life.address()))
                .toList();
        Instant at = Instant.now();
        cluster.kill(encoder);
        kills.add(new EncoderKill(victim, at, others));
    }

    private static boolean isAtWork(Process encoder) {
        return encoder.descendants()
                .anyMatch(child -> child.info().command().orElse("").contains("ffmpeg"));
    }

    /** Until it is taken, as a CMS does. */
    private void upload(String videoId, Path film) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            Awaitility.await("upload of " + videoId)
                    .atMost(Duration.ofMinutes(5))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> isTaken(http, videoId, film));
        }
    }

    private boolean isTaken(HttpClient http, String videoId, Path film) throws InterruptedException {
        URI address = cluster.life("ingest").address();
        HttpRequest request = HttpRequest.newBuilder(
                        address.resolve("/api/v1/uploads?profile=short-segments&videoId=" + videoId))
                .timeout(Duration.ofSeconds(20))
                .POST(bytes(film))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == ACCEPTED;
        } catch (IOException down) {
            return false;
        }
    }

    private static HttpRequest.BodyPublisher bytes(Path film) {
        try {
            return HttpRequest.BodyPublishers.ofFile(film);
        } catch (IOException e) {
            throw new AssertionError(film + " is gone", e);
        }
    }

    /** How many units may have been stopped: one in each slot of each encoder that was. */
    long unitsStopped(List<ChaosStrike> strikes) {
        return strikes.stream()
                .mapToLong(strike -> switch (strike.kind()) {
                    case KILL, FREEZE, SKEW -> strike.target().startsWith("encoder") ? 1 : 0;
                    case DISK_FULL -> 2;
                    // It forgets whom it gave what.
                    case BROKER_KILL -> cluster.encoders().size();
                    case STORE_500, STORE_HANGS_UP, STORE_SLOW, POSTGRES_STOP -> 0;
                })
                .map(encoders -> encoders * cluster.slots())
                .sum();
    }
}
