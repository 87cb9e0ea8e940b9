package dev.segue.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segue.contract.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class DispatchCostsTest {
    private static final Offset<Double> EXACT = within(1e-6);
    private static final DispatchWork UNIT = new DispatchWork("h264/veryfast", 100);

    private final DispatchCosts costs = new DispatchCosts();

    @Test
    void aChunkIsItsPixelsAndASoundItsSeconds() {
        DispatchFilm film = new DispatchFilm("v1", Priority.NORMAL);

        assertThat(DispatchWork.of(film.chunk(0).unit())).isEqualTo(new DispatchWork("h264/veryfast", 92.16));
        assertThat(DispatchWork.of(film.sound().unit())).isEqualTo(new DispatchWork("audio/aac", 1));
    }

    @Test
    void guessesUntilAUnitOfTheKindWasFinishedAndThenKnows() {
        assertThat(costs.cpuMs(UNIT)).isEqualTo(1_000, EXACT);

        costs.learn(UNIT, 3_000, 5_000);

        assertThat(costs.cpuMs(UNIT)).isEqualTo(3_000, EXACT);
        assertThat(costs.cpuMs(new DispatchWork("h264/veryfast", 50))).isEqualTo(1_500, EXACT);
        assertThat(costs.runMs(UNIT)).isEqualTo(5_000, EXACT);
        assertThat(costs.cpuMs(new DispatchWork("h264/slow", 100)))
                .as("another kind")
                .isEqualTo(1_000, EXACT);
    }

    @Test
    void strayFiguresMoveNothing() {
        for (int i = 0; i < 9; i++) {
            costs.learn(UNIT, 2_000, 2_000);
        }
        costs.learn(UNIT, 900_000, 900_000);
        costs.learn(UNIT, 0, 2_000);

        assertThat(costs.cpuMs(UNIT)).isEqualTo(2_000, EXACT);
    }

    @Test
    void forgetsHowItWasLongAgo() {
        for (int i = 0; i < 100; i++) {
            costs.learn(UNIT, 2_000, 2_000);
        }
        for (int i = 0; i < 60; i++) {
            costs.learn(UNIT, 4_000, 2_000);
        }

        assertThat(costs.cpuMs(UNIT)).isEqualTo(4_000, EXACT);
    }

    @Test
    void whatIsTooLongIsKnownOnceEnoughWasSeenAndNeverBelowAMinute() {
        for (int i = 1; i < 20; i++) {
            costs.learn(UNIT, 1_000, 50_000);
        }
        assertThat(costs.tooLong(UNIT)).as("nineteen seen").isEmpty();

        costs.learn(UNIT, 1_000, 90_000);

        assertThat(costs.tooLong(UNIT)).contains(Duration.ofSeconds(180));
        assertThat(costs.tooLong(new DispatchWork("h264/veryfast", 10))).contains(Duration.ofSeconds(60));
    }

    @Test
    void ofTwoMemoriesTheLongerOneCounts() {
        DispatchCosts.Samples one = costs.learn(UNIT, 2_000, 2_000);
        DispatchCosts.Samples two = costs.learn(UNIT, 2_000, 2_000);
        DispatchCosts after = new DispatchCosts();

        after.restore(UNIT.kind(), two);
        after.restore(UNIT.kind(), one);

        assertThat(after.learn(UNIT, 2_000, 2_000).seen()).isEqualTo(3);
    }

    @Test
    void theFirstResultsAreWrittenAndThenEveryTenth() {
        List<Long> written = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            DispatchCosts.Samples learnt = costs.learn(UNIT, 2_000, 2_000);
            if (learnt.isToBeWritten()) {
                written.add(learnt.seen());
            }
        }

        assertThat(written).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 20L, 30L, 40L);
    }
}
