package dev.segue.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DispatchBudgetTest {
    private static final DispatchPlace EARLY = new DispatchPlace(1, true, "v1/1/a1/0");
    private static final DispatchPlace LATE = new DispatchPlace(2, true, "v2/1/a1/0");

    private final Object task = new Object();
    private final Object other = new Object();
    private long now = 1_000_000_000_000L;

    @Test
    void targetIsAQuarterMoreThanTheSlotsAndOne() {
        assertThat(DispatchBudget.target(1)).isEqualTo(3);
        assertThat(DispatchBudget.target(2)).isEqualTo(4);
        assertThat(DispatchBudget.target(4)).isEqualTo(6);
        assertThat(DispatchBudget.target(8)).isEqualTo(11);
        assertThat(DispatchBudget.target(200)).isEqualTo(251);
        assertThatThrownBy(() -> new DispatchBudget(0, 1)).hasMessage("slots must be at least 1 but is 0");
    }

    @Test
    void grantsNothingBeforeTheFirstLook() {
        DispatchBudget budget = budget(2, 1);

        assertThat(take(budget, 9)).isZero();
    }

    @Test
    void grantsWhatIsMissingToTheTarget() {
        DispatchBudget budget = budget(2, 1);

        budget.observe(1, now);
        assertThat(take(budget, 9)).isEqualTo(3);

        budget.observe(5, now);
        assertThat(take(budget, 9)).isZero();
    }

    @Test
    void moreEncodersRaiseTheTarget() {
        DispatchBudget budget = budget(2, 1);

        budget.encoders(8);
        budget.observe(0, now);

        assertThat(take(budget, 20)).isEqualTo(11);
    }

    @Test
    void countsReleasesThatTheBrokerMayNotHaveCountedYet() {
        DispatchBudget budget = budget(2, 1);
        budget.observe(0, now);
        assertThat(take(budget, 9)).isEqualTo(4);

        pass(Duration.ofMillis(100));
        budget.observe(0, now);
        assertThat(take(budget, 9)).as("four are on their way").isZero();

        pass(Duration.ofMillis(100));
        budget.observe(3, now);
        assertThat(take(budget, 9)).as("three of them have arrived").isZero();
    }

    @Test
    void goesOnWhenTheBacklogStaysAtZeroBecauseUnitsAreDoneAtOnce() {
        DispatchBudget budget = budget(2, 1);
        int released = 0;
        for (int i = 0; i < 100; i++) {
            budget.observe(0, now);
            released += take(budget, 9);
            pass(Duration.ofMillis(100));
        }

        assertThat(released).isGreaterThan(50);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 50})
    void keepsTheQueueShortAndNoSlotIdleWhateverTheMarkersCount(int slots) {
        DispatchBudget budget = budget(slots, 1);
        Random random = new Random(slots);
        QueueLog log = new QueueLog(slots);
        int onTheirWay = 0;
        int idle = 0;
        for (int i = 0; i < 4_000; i++) {
            log.append(onTheirWay);
            log.finish(random);
            budget.observe(log.lag(), now);
            onTheirWay = take(budget, 1_000);
            assertThat(log.units() + onTheirWay).isLessThanOrEqualTo(DispatchBudget.target(slots) + 1);
            idle += i > 10 && log.units() < slots ? slots - log.units() : 0;
            pass(Duration.ofMillis(100));
        }
        assertThat(idle / (4_000.0 * slots)).as("share of idle slots").isLessThan(0.03);
    }

    /** The encode queue as its share group sees it; units take 5 s on average, released ones appear at the next look. */
    private static final class QueueLog {
        private final int slots;
        /** True for a unit, false for a marker. */
        private final List<Boolean> offsets = new ArrayList<>();

        QueueLog(int slots) {
            this.slots = slots;
        }

        void append(int units) {
            for (int i = 0; i < units; i++) {
                offsets.add(true);
            }
            if (units > 0) {
                offsets.add(false);
            }
        }

        void finish(Random random) {
            int running = Math.min(slots, units());
            for (int i = 0; i < running; i++) {
                if (random.nextInt(50) == 0) {
                    offsets.remove(true);
                }
            }
            // Markers that workers have read past are settled.
            int seen = 0;
            for (int i = 0; i < offsets.size() && seen < slots; i++) {
                if (offsets.get(i)) {
                    seen++;
                } else {
                    offsets.remove(i--);
                }
            }
        }

        int lag() {
            return offsets.size();
        }

        int units() {
            return Collections.frequency(offsets, true);
        }
    }

    @Test
    void takesTheMarkersAmongWaitingUnitsForWhatTheyAre() {
        DispatchBudget budget = budget(2, 1);
        budget.commit(2);
        budget.commit(1);
        pass(Duration.ofMillis(20));
        budget.commit(1);

        budget.observe(6, now);
        assertThat(take(budget, 9))
                .as("2 running, 1 waiting, marker, 1 waiting, marker")
                .isZero();
        budget.observe(5, now);
        assertThat(take(budget, 9)).as("2 running, marker, 1 waiting, marker").isEqualTo(1);
    }

    @Test
    void trustsNoOldLook() {
        DispatchBudget budget = budget(2, 1);
        budget.observe(0, now);

        pass(DispatchBudget.STALE.plusMillis(1));

        assertThat(take(budget, 9)).isZero();
    }

    @Test
    void lessUrgentUnitsOfAnotherTaskWait() {
        DispatchBudget budget = budget(2, 2);
        budget.join(other);
        budget.report(other, EARLY);
        budget.observe(0, now);

        assertThat(budget.take(task, LATE)).isFalse();
        assertThat(budget.take(other, EARLY)).isTrue();

        budget.report(other, null);
        assertThat(budget.take(task, LATE)).isTrue();
    }

    @Test
    void aTaskThatIsGoneOrSilentStandsInNobodysWay() {
        DispatchBudget budget = budget(2, 2);
        budget.join(other);
        budget.report(other, EARLY);
        pass(DispatchBudget.SILENT.plusMillis(1));
        budget.observe(0, now);
        assertThat(budget.take(task, LATE)).isTrue();

        budget.report(other, EARLY);
        assertThat(budget.take(task, LATE)).isFalse();
        budget.leave(other);
        assertThat(budget.take(task, LATE)).isTrue();
    }

    @Test
    void eachProcessTakesTheShareOfItsTasks() {
        DispatchBudget one = budget(8, 4);
        one.observe(0, now);
        assertThat(take(one, 99)).as("a quarter of eleven, rounded up").isEqualTo(3);

        one.observe(10, now = now + Duration.ofSeconds(1).toNanos());
        assertThat(take(one, 99)).as("never nothing while there is room").isEqualTo(1);
    }

    @Test
    void asksSeldomWhileThereIsNothingToDoAndNeverWithoutTasks() {
        DispatchBudget budget = budget(2, 1);
        assertThat(budget.wantsLook()).isTrue();
        budget.observe(0, now);
        pass(Duration.ofMillis(999));
        assertThat(budget.wantsLook()).isFalse();
        pass(Duration.ofMillis(1));
        assertThat(budget.wantsLook()).isTrue();

        budget.observe(0, now);
        budget.report(task, LATE);
        assertThat(budget.wantsLook()).isTrue();

        budget.leave(task);
        assertThat(budget.wantsLook()).isFalse();
    }

    private DispatchBudget budget(int slots, int partitions) {
        DispatchBudget budget = new DispatchBudget(slots, partitions, () -> now);
        budget.join(task);
        return budget;
    }

    private int take(DispatchBudget budget, int atMost) {
        int taken = 0;
        while (taken < atMost && budget.take(task, LATE)) {
            taken++;
        }
        if (taken > 0) {
            budget.commit(taken);
        }
        return taken;
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }
}
