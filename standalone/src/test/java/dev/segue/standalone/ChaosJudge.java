package dev.segue.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.contract.ObjectRef;
import dev.segue.contract.TopicCatalogue;
import dev.segue.ops.audit.Audit;
import dev.segue.ops.audit.AuditReport;
import dev.segue.ops.audit.AuditScope;
import dev.segue.ops.audit.Finding;
import dev.segue.ops.deadletter.DeadLetters;
import dev.segue.ops.deadletter.LetterFilter;
import dev.segue.storage.ObjectKeys;
import dev.segue.storage.ObjectStore;
import dev.segue.storage.S3ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Strikes a whole installation and judges what became of the films. */
final class ChaosJudge {
    private static final Duration ELSEWHERE_WITHIN = Duration.ofSeconds(2);
    private static final AuditScope STRICT = new AuditScope(null, true, Duration.ZERO, Duration.ZERO);

    private final ChaosCluster cluster;

    ChaosJudge(ChaosCluster cluster) {
        this.cluster = cluster;
    }

    /** Films of two to four seconds, with sound and without; the last one is large and has two units that take the longest. */
    static List<Path> films(Path folder) {
        List<Path> films = new ArrayList<>();
        for (int seconds = 2; seconds <= 5; seconds++) {
            Path film = folder.resolve("film" + seconds + ".mp4");
            boolean large = seconds == 5;
            String picture = large
                    ? "testsrc2=s=1920x1080:r=25:d=2"
                    : "testsrc2=s=320x180:r=25:d=" + seconds + ",noise=alls=20:allf=t";
            List<String> options = new ArrayList<>(List.of("-f", "lavfi", "-i", picture));
            if (seconds != 3 && !large) {
                options.addAll(List.of("-f", "lavfi", "-i", "sine=frequency=440:duration=" + seconds));
            }
            options.addAll(List.of("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", film.toString()));
            assertThat(Tool.ffmpeg(folder, options.toArray(String[]::new)).status())
                    .isZero();
            films.add(film);
        }
        return films;
    }

    /** Nothing lost, nothing doubled, nothing published that is not whole, and nobody can tell one stream from its like. */
    void everyFilmIsWhole(List<String> videos) throws Exception {
        List<Finding> findings = new ArrayList<>();
        try (S3ObjectStore store = cluster.store()) {
            Audit audit = new Audit(
                    cluster.kafka(), TopicCatalogue.builtIn(), store, ChaosCluster.BUCKETS, Clock.systemUTC());
            AuditReport report = audit.run(STRICT, findings::add);
            System.out.println("chaos: " + report);
            findings.forEach(f -> System.out.println("chaos: " + AuditText.of(f)));
            new DeadLetters(cluster.kafka(), TopicCatalogue.builtIn(), Clock.systemUTC())
                    .letters(LetterFilter.all(), DeadLetters.Place.OPEN)
                    .forEach(letter -> System.out.println("chaos: " + letter));
            assertThat(findings).isEmpty();
            assertThat(report.published()).isEqualTo(videos.size());
            assertThat(report.runs()).isEqualTo(videos.size());
            Map<String, Map<String, String>> byFilm = new TreeMap<>();
            for (String video : videos) {
                Map<String, String> objects = objects(store, video);
                String film = video.substring(0, video.indexOf('-'));
                assertThat(objects)
                        .as("what %s was made into", video)
                        .isEqualTo(byFilm.computeIfAbsent(film, f -> objects));
            }
        }
    }

    /** SHA-256 of each object of the first version, by the name under it. */
    private static Map<String, String> objects(ObjectStore store, String video) throws Exception {
        String prefix = ObjectKeys.version(video, 1);
        Map<String, String> objects = new TreeMap<>();
        for (String key : store.list(ChaosCluster.BUCKETS.vod(), prefix)) {
            try (InputStream in = store.read(new ObjectRef(ChaosCluster.BUCKETS.vod(), key))) {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(in.readAllBytes());
                objects.put(key.substring(prefix.length()), HexFormat.of().formatHex(digest));
            }
        }
        return objects;
    }

    /** What was run twice is no more than was stopped, and what was stopped ran elsewhere at once where somebody was free. */
    void littleWasDoneTwice(ChaosRun run, List<ChaosStrike> strikes) throws IOException {
        UnitRuns units = new UnitRuns(cluster.allLives());
        List<Duration> elsewhere = new ArrayList<>();
        for (ChaosRun.EncoderKill kill : run.kills()) {
            List<String> stopped = units.underWay(kill.victim(), kill.at());
            boolean idle = units.idle(kill.others(), cluster.slots(), kill.at()) >= stopped.size();
            for (String unit : stopped) {
                Duration after = units.elsewhere(unit, kill.at()).orElseThrow();
                System.out.println("chaos: " + unit + " of a killed encoder began elsewhere after " + after.toMillis()
                        + " ms, " + (idle ? "slots were free" : "the other slots were busy or down"));
                if (idle) {
                    elsewhere.add(after);
                }
            }
        }
        int again = units.runs() - units.units();
        System.out.println("chaos: " + units.units() + " units, " + again + " run again; at most "
                + run.unitsStopped(strikes) + " may have been stopped");
        assertThat(elsewhere).allSatisfy(after -> assertThat(after).isLessThanOrEqualTo(elsewhereWithin()));
        assertThat((long) again).isLessThanOrEqualTo(run.unitsStopped(strikes));
    }

    /** Where several times the work is waiting that the machine can do, every process waits for its turn, too. */
    private static Duration elsewhereWithin() {
        OperatingSystemMXBean machine = ManagementFactory.getOperatingSystemMXBean();
        boolean overloaded = machine.getSystemLoadAverage() > 4.0 * machine.getAvailableProcessors();
        return overloaded ? ELSEWHERE_WITHIN.multipliedBy(3) : ELSEWHERE_WITHIN;
    }
}
