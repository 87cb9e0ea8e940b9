package dev.segue.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class DispatchBudgetTest {
    private static final DispatchPlace EARLY = new DispatchPlace(1, "v1/1/a1/0");
    private static final DispatchPlace LATE = new DispatchPlace(2, "v2/1/a1/0");

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

    @Test
    void neverHasMoreThanTheTargetUnderWay() {
        DispatchBudget budget = budget(8, 1);
        int queued = 0;
        int onTheirWay = 0;
        for (int i = 0; i < 200; i++) {
            budget.observe(queued, now);
            int released = take(budget, 99);
            assertThat(queued + onTheirWay + released).isLessThanOrEqualTo(DispatchBudget.target(8));
            queued += onTheirWay;
            onTheirWay = released;
            if (i % 3 == 0 && queued > 0) {
                queued--;
            }
            pass(Duration.ofMillis(100));
        }
        assertThat(queued + onTheirWay).isGreaterThanOrEqualTo(DispatchBudget.target(8) - 2);
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
        return taken;
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }
}
