package dev.segue.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How commands end that are told to. {@link ChaosIT} has the single stages. */
class StopIT {
    @TempDir
    Path folder;

    private StageProcesses processes;

    @AfterEach
    void stop() {
        if (processes != null) {
            processes.close();
        }
    }

    @Test
    void upEndsWithStatusZeroWithinFiveSecondsOfSigterm() throws Exception {
        processes = new StageProcesses(folder);
        Process up = processes.run(
                "up",
                List.of("up", "--port", "0", "--data", folder.resolve("data").toString()),
                Map.of());
        Awaitility.await().atMost(90, TimeUnit.SECONDS).until(() -> Files.readString(processes.log("up"))
                .contains("ready after"));

        long began = System.nanoTime();
        up.destroy();

        assertThat(up.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(up.exitValue()).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
        assertThat(Files.readString(processes.log("up"))).contains("stopped; the data is in");
    }
}
