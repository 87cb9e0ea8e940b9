package dev.segue.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * The production shape: one process a stage, against servers that they are only told the addresses of. Some are killed in the middle of
 * the work, and nobody can tell from the streams. {@link ChaosLongIT} has far more go wrong.
 */
class ChaosIT {
    private static final List<String> ENCODERS = List.of("encoder1", "encoder2");

    @TempDir
    Path folder;

    @Test
    void filmsGoThroughProcessesThatDieAndAllStopOnSigterm() throws Exception {
        long seed = Long.getLong("segue.chaos.seed", System.nanoTime());
        System.out.println("chaos: seed " + seed);
        Random random = new Random(seed);
        List<ChaosStrike> strikes = ChaosStrike.few(random, ENCODERS);
        try (ChaosCluster cluster = new ChaosCluster(folder, ENCODERS, 2)) {
            assertThat(run("topics", "diff", "--kafka", cluster.kafka().bootstrapServers()))
                    .isEqualTo("the cluster is as topics.yaml says");
            cluster.startAll();
            ChaosRun run = new ChaosRun(cluster, random, ChaosJudge.films(folder));

            List<String> videos = run.run(6, strikes, Duration.ofMinutes(2));

            ChaosJudge judge = new ChaosJudge(cluster);
            judge.everyFilmIsWhole(videos);
            judge.littleWasDoneTwice(run, strikes);
            allStopOnSigterm(cluster);
        }
    }

    private static String run(String... command) {
        StringWriter out = new StringWriter();
        CommandLine line = Segue.commandLine().setOut(new PrintWriter(out));
        assertThat(line.execute(command)).isZero();
        return out.toString().strip();
    }

    private static void allStopOnSigterm(ChaosCluster cluster) throws Exception {
        List<ChaosCluster.Life> lives =
                cluster.names().stream().map(cluster::life).toList();
        lives.forEach(life -> StageProcesses.awaitReady(life.address()));
        long began = System.nanoTime();
        lives.forEach(life -> life.process().destroy());
        for (ChaosCluster.Life life : lives) {
            assertThat(life.process().waitFor(20, TimeUnit.SECONDS))
                    .as("%s has stopped", life.name())
                    .isTrue();
            assertThat(life.process().exitValue())
                    .as("exit status of %s", life.name())
                    .isZero();
        }
        // All at once on the cores of a laptop.
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
        for (ChaosCluster.Life life : cluster.allLives()) {
            assertThat(Files.readString(life.log()))
                    .as(life.name())
                    .doesNotContain(cluster.secretKey())
                    .doesNotContain("X-Amz-Signature");
        }
    }
}
