package dev.segue.standalone;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that can go wrong goes wrong while forty films are made. {@code ./segue test --chaos [--seed N]}. */
@Tag("long")
class ChaosLongIT {
    private static final List<String> ENCODERS = List.of("encoder1", "encoder2", "encoder3");
    private static final int VIDEOS = 40;

    @TempDir
    Path folder;

    @Test
    void nothingIsLostDoubledOrFalselyPublished() throws Exception {
        long began = System.nanoTime();
        long seed = Long.getLong("segue.chaos.seed", System.currentTimeMillis() % 1_000_000);
        System.out.println("chaos: seed " + seed);
        Random random = new Random(seed);
        List<ChaosStrike> strikes = ChaosStrike.all(random, ENCODERS);
        try (ChaosCluster cluster = new ChaosCluster(folder, ENCODERS, 1)) {
            cluster.startAll();
            ChaosRun run = new ChaosRun(cluster, random, ChaosJudge.films(folder));

            List<String> videos = run.run(VIDEOS, strikes, Duration.ofMinutes(8));

            ChaosJudge judge = new ChaosJudge(cluster);
            judge.everyFilmIsWhole(videos);
            judge.littleWasDoneTwice(run, strikes);
        } finally {
            System.out.println("chaos: seed " + seed + " took "
                    + Duration.ofNanos(System.nanoTime() - began).toSeconds() + " s");
        }
    }
}
