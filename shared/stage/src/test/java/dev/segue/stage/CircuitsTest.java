package dev.segue.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CircuitsTest {
    private final Circuits circuits = new Circuits(
            "publisher",
            1,
            new CircuitSettings(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(5)),
            new Random(1),
            Clock.systemUTC());

    @Test
    void opensTheOneThatAFailureBlames() {
        assertThat(circuits.failed(failure("database-unavailable"), "a")).isTrue();

        assertThat(circuits.of(Dependency.DATABASE).open()).isTrue();
        assertThat(circuits.of(Dependency.STORE).open()).isFalse();
        assertThat(circuits.trouble())
                .hasValueSatisfying(t -> assertThat(t).startsWith("PostgreSQL does not answer (database-unavailable)"));
    }

    @Test
    void opensNoneForWhatBlamesNoneAndForDefects() {
        assertThat(circuits.failed(failure("ffmpeg-failed"), "a")).isFalse();
        assertThat(circuits.failed(Failure.of(new IllegalStateException("store-unavailable")), "a"))
                .isFalse();

        assertThat(circuits.trouble()).isEmpty();
    }

    @Test
    void namesAllThatAreDead() {
        circuits.failed(failure("store-unavailable"), "a");
        circuits.failed(failure("database-unavailable"), "b");

        assertThat(circuits.trouble()).hasValueSatisfying(t -> assertThat(t)
                .contains("the object store does not answer", "; ", "PostgreSQL does not answer"));
    }

    @Test
    void takesAResultForProofOfAllButKafkaAndItsBeingWrittenForProofOfKafka() {
        for (Dependency dependency : Dependency.values()) {
            circuits.failed(failure(dependency.code()), "a");
        }

        circuits.handled();
        assertThat(circuits.trouble()).hasValueSatisfying(t -> assertThat(t).startsWith("Kafka does not take records"));
        circuits.stated();

        assertThat(circuits.trouble()).isEmpty();
    }

    @Test
    void takesAnEndWithoutResultForNoProofButLetsTheNextOneTry() throws Exception {
        circuits.failed(failure("store-unavailable"), "a");
        assertThat(circuits.await("b", System.nanoTime())).contains(Dependency.STORE);

        circuits.toldNothing();

        assertThat(circuits.of(Dependency.STORE).open()).isTrue();
        assertThat(circuits.await("b", System.nanoTime())).isEmpty();
    }

    @Test
    void pausesForAnyOneAndNoLongerThanJobsAreConcerned() {
        circuits.failed(failure("store-unavailable"), "a");
        circuits.failed(failure("store-unavailable"), "b");
        assertThat(circuits.pause()).isTrue();

        circuits.left("a");
        circuits.left("b");

        assertThat(circuits.pause()).isFalse();
    }

    private static Failure failure(String code) {
        return Failure.of(new TransientFailure(code, "as it goes"));
    }
}
