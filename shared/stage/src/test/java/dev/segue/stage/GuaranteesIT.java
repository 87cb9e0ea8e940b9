package dev.segue.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What the runtime promises, with real processes and whatever can happen to them. {@link GuaranteesLongIT} does it for long. */
@TestMethodOrder(MethodOrderer.MethodName.class)
class GuaranteesIT {
    private static final Duration AWARE = Duration.ZERO;
    private static final String IN_FILES = "";
    private static final int FEW = 3;

    @TempDir
    static Path folder;

    private static GuaranteeSuite suite;
    private Figures figures;

    @BeforeAll
    static void start() throws Exception {
        suite = new GuaranteeSuite(folder.resolve("suite"));
    }

    @AfterAll
    static void stop() throws Exception {
        suite.close();
    }

    @AfterEach
    void tellFigures(TestInfo test) {
        System.out.println("guarantees: " + test.getTestMethod().orElseThrow().getName() + " " + figures);
    }

    int tasks() {
        return 200;
    }

    Duration outage() {
        return Duration.ofSeconds(4);
    }

    @Test
    void undisturbed() throws Exception {
        figures = suite.run(new GuaranteeSuite.Plan("plain", tasks(), FEW, IN_FILES, AWARE, scene -> ""));

        assertThat(figures.repeated()).isZero();
        assertThat(figures.late()).isZero();
    }

    @Test
    void aWorkerIsKilled() throws Exception {
        figures = suite.run(new GuaranteeSuite.Plan("kill", tasks(), FEW, IN_FILES, AWARE, scene -> {
            String victim = scene.crew().atWork();
            scene.crew().process(victim).destroyForcibly().waitFor();
            scene.crew().hire(1);
            return victim;
        }));

        assertThat(figures.resumedMs()).isBetween(0L, 2_000L);
    }

    @Test
    void aWorkerIsToldToStop() throws Exception {
        figures = suite.run(new GuaranteeSuite.Plan("term", tasks(), FEW, IN_FILES, AWARE, scene -> {
            String victim = scene.crew().atWork();
            long began = System.nanoTime();
            scene.crew().process(victim).destroy();
            assertThat(scene.crew().process(victim).waitFor(5, TimeUnit.SECONDS))
                    .isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
            scene.crew().hire(1);
            return victim;
        }));

        assertThat(figures.resumedMs()).isBetween(0L, 1_000L);
    }

    @Test
    void aWorkerIsFrozenLongerThanItsLock() throws Exception {
        figures = suite.run(new GuaranteeSuite.Plan("freeze", tasks(), FEW, IN_FILES, AWARE, scene -> {
            String victim = scene.crew().atWork();
            Children.signal(scene.crew().process(victim), "STOP");
            try {
                Thread.sleep(GuaranteeSuite.LOCK.plusSeconds(2));
            } finally {
                Children.signal(scene.crew().process(victim), "CONT");
            }
            return victim;
        }));

        assertThat(figures.late()).as("late results dropped").isPositive();
        assertThat(figures.resumedMs()).isBetween(0L, GuaranteeSuite.LOCK.toMillis() + 2_000L);
    }

    @Test
    void theBrokerIsRestarted() throws Exception {
        figures = suite.run(new GuaranteeSuite.Plan("restart", tasks(), FEW, IN_FILES, GuaranteeSuite.LOCK, scene -> {
            suite.broker().destroy();
            suite.restartBroker();
            return "";
        }));
    }

    @Test
    void theBrokerIsKilled() throws Exception {
        figures = suite.run(new GuaranteeSuite.Plan("crash", tasks(), FEW, IN_FILES, GuaranteeSuite.LOCK, scene -> {
            suite.broker().destroyForcibly();
            suite.restartBroker();
            return "";
        }));
    }

    @Test
    void theStoreCannotBeReached() throws Exception {
        int port = GuaranteeSuite.freePort();
        Process store = suite.start("s3", port);
        String address = Files.readString(suite.folder("s3").resolve("address"));
        try (Results.InS3 results = new Results.InS3(address)) {
            results.prepare();
        }
        Process[] again = new Process[1];
        try {
            figures = suite.run(new GuaranteeSuite.Plan("store", tasks(), FEW, address, AWARE, scene -> {
                store.destroyForcibly().waitFor();
                Thread.sleep(outage());
                again[0] = suite.start("s3", port);
                return "";
            }));
        } finally {
            store.destroyForcibly();
            if (again[0] != null) {
                again[0].destroyForcibly();
            }
        }
    }
}
