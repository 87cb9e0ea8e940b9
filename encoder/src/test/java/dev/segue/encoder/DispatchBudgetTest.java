package dev.segue.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.contract.Priority;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DispatchBudgetTest {
    private static final DispatchWork WORK = new DispatchWork("h264/fast", 100);

    private final Object task = "task";
    private final Object other = "other";
    private final DispatchOrder order = new DispatchOrder(new DispatchCosts());
    private long now = 1_000_000_000_000L;
    private int added;

    @Test
    void refusesToBeWithoutSlots() {
        assertThatThrownBy(() -> budget(0, 1)).hasMessage("slots must be at least 1 but is 0");
    }

    @Test
    void grantsNothingBeforeTheFirstLook() {
        assertThat(take(budget(2, 1))).isZero();
    }

    @Test
    void grantsAUnitForEachFreeSlotAndNoneInAdvance() {
        DispatchBudget budget = budget(2, 1);

        look(budget, 0);

        assertThat(take(budget)).isEqualTo(2);
        look(budget, 2);
        assertThat(take(budget)).isZero();
    }

    @Test
    void aUnitThatCameBackMakesRoomAtOnce() {
        DispatchBudget budget = budget(2, 1);
        look(budget, 0);
        take(budget);

        budget.returned(task, 1);

        assertThat(take(budget)).isEqualTo(1);
    }

    @Test
    void aSecondAttemptTakesASlotWhenThereIsOne() {
        DispatchBudget budget = budget(3, 1);
        assertThat(budget.takeAgain(task)).as("nothing is known yet").isFalse();
        look(budget, 0);

        assertThat(budget.takeAgain(task)).isTrue();
        assertThat(take(budget)).isEqualTo(2);
        assertThat(budget.takeAgain(task)).isFalse();
    }

    @Test
    void moreEncodersRaiseTheNumber() {
        DispatchBudget budget = budget(2, 1);

        budget.encoders(8);
        look(budget, 0);

        assertThat(take(budget)).isEqualTo(8);
    }

    @Test
    void whatTheBrokerDoesNotCountYetIsCountedAllTheSame() {
        DispatchBudget budget = budget(2, 1);
        look(budget, 0);
        take(budget);

        look(budget, 0);
        look(budget, 1);

        assertThat(take(budget)).isZero();
    }

    @Test
    void theMarkerBehindTheLastUnitIsNoUnit() {
        DispatchBudget budget = budget(2, 1);
        look(budget, 0);
        take(budget);
        budget.returned(task, 1);

        look(budget, 2);
        look(budget, 2);

        assertThat(take(budget)).isEqualTo(1);
    }

    @Test
    void unitsThatOthersReleasedTakeTheirSlots() {
        DispatchBudget budget = budget(4, 1);

        look(budget, 4);
        look(budget, 4);
        assertThat(take(budget)).as("three and a marker").isEqualTo(1);
    }

    @Test
    void slotsOfUnitsThatAreLostAreGivenToOthersAfterAWhile() {
        DispatchBudget budget = budget(2, 1);
        look(budget, 0);
        take(budget);

        for (Duration waited = Duration.ZERO;
                waited.compareTo(DispatchBudget.LOST.minusMillis(300)) < 0;
                waited = waited.plusMillis(300)) {
            look(budget, 0);
            assertThat(take(budget)).as("after %s", waited).isZero();
        }
        pass(Duration.ofMillis(600));
        look(budget, 0);
        look(budget, 0);
        assertThat(take(budget)).isEqualTo(2);
    }

    /** Units take 5 s on average; the broker counts what was released at the next look, and markers until they are read past. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 50})
    void keepsEverySlotBusyAndNothingWaiting(int slots) {
        DispatchBudget budget = budget(slots, 1);
        Random random = new Random(slots);
        Deque<Integer> onTheirWay = new ArrayDeque<>();
        int running = 0;
        int idle = 0;
        for (int i = 0; i < 4_000; i++) {
            running += onTheirWay.isEmpty() ? 0 : onTheirWay.removeFirst();
            assertThat(running).isLessThanOrEqualTo(slots);
            for (int unit = running; unit > 0; unit--) {
                if (random.nextInt(50) == 0) {
                    running--;
                    budget.returned(task, 1);
                }
            }
            idle += i > 10 ? slots - running : 0;
            look(budget, running + (running == slots ? 1 : 0));
            onTheirWay.addLast(take(budget));
        }
        assertThat(idle / (4_000.0 * slots)).as("share of idle slots").isLessThan(0.05);
    }

    @Test
    void trustsNoOldLook() {
        DispatchBudget budget = budget(2, 1);
        look(budget, 0);

        pass(DispatchBudget.STALE.plusMillis(1));

        assertThat(take(budget)).isZero();
    }

    @Test
    void lessUrgentUnitsOfAnotherTaskWait() {
        DispatchBudget budget = ofTwoTasks(1);
        order.add(other, place(1, "early"));
        order.add(task, place(2, "late"));

        assertThat(budget.take(task)).isNull();
        assertThat(budget.take(other)).isNotNull();
        assertThat(budget.take(task)).isNull();
        budget.returned(other, 1);
        assertThat(budget.take(task)).isNotNull();
    }

    @Test
    void aTaskTakesWhatIsLeftWhenOthersHaveWhatIsTheirTurn() {
        DispatchBudget budget = ofTwoTasks(4);
        order.add(other, place(1, "first"));
        order.add(task, place(2, "second"));
        order.add(other, place(3, "third"));
        order.add(task, place(4, "fourth"));
        order.add(task, place(5, "none left"));

        assertThat(units(budget, task)).containsExactly("second", "fourth");
        assertThat(units(budget, other)).containsExactly("first", "third");
        assertThat(units(budget, task)).isEmpty();
    }

    @Test
    void aMoreUrgentUnitTakesASlotThatWasGrantedAndNotYetUsed() {
        DispatchBudget budget = ofTwoTasks(1);
        order.add(other, place(5, "granted"));
        assertThat(budget.take(task)).isNull();

        order.add(task, new DispatchPlace(Priority.URGENT, "owner", 1, false, "urgent", WORK));

        assertThat(units(budget, other)).isEmpty();
        assertThat(units(budget, task)).containsExactly("urgent");
        budget.returned(task, 1);
        assertThat(units(budget, other)).containsExactly("granted");
    }

    @Test
    void unitsThatAreGrantedAndNotSentAreNotMissedInTheQueue() {
        DispatchBudget budget = ofTwoTasks(2);
        order.add(other, place(1, "first"));
        order.add(other, place(2, "second"));
        order.add(other, place(3, "third"));
        assertThat(budget.take(task)).isNull();

        for (Duration waited = Duration.ZERO;
                waited.compareTo(DispatchBudget.LOST.multipliedBy(2)) < 0;
                waited = waited.plusMillis(300)) {
            pass(Duration.ofMillis(300));
            look(budget, 0);
        }

        assertThat(units(budget, other)).containsExactly("first", "second");
    }

    @Test
    void whatWasGrantedToATaskThatIsGoneGoesToOthers() {
        DispatchBudget budget = ofTwoTasks(1);
        order.add(other, place(1, "early"));
        order.add(task, place(2, "late"));
        assertThat(budget.take(task)).isNull();

        budget.leave(other);

        assertThat(units(budget, task)).containsExactly("late");
    }

    @Test
    void aTaskThatIsGoneStandsInNobodysWay() {
        DispatchBudget budget = ofTwoTasks(2);
        order.add(other, place(1, "early"));
        order.add(task, place(2, "late"));

        budget.leave(other);

        assertThat(budget.take(task)).isNotNull();
    }

    @Test
    void eachProcessTakesTheShareOfItsTasks() {
        DispatchBudget one = budget(10, 4);
        look(one, 0);
        assertThat(take(one)).as("a quarter of ten, rounded up").isEqualTo(3);

        look(one, 10);
        look(one, 10);
        assertThat(take(one)).as("never nothing while there is room").isEqualTo(1);
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
        order.add(task, place(1, "unit"));
        assertThat(budget.wantsLook()).isTrue();

        budget.leave(task);
        assertThat(budget.wantsLook()).isFalse();
    }

    @Test
    void anotherProcessGetsItsShareOfTheSlotsAlthoughTheFirstHasFilledThemAll() {
        DispatchBudget first = budget(4, 2);
        DispatchBudget second = budget(4, 2);
        int firsts = 0;
        for (int i = 0; i < 4; i++) {
            look(first, firsts);
            firsts += take(first);
        }
        assertThat(firsts).as("alone it has all").isEqualTo(4);

        look(second, 4);
        look(second, 4);
        assertThat(take(second)).isEqualTo(2);

        look(first, 6);
        look(first, 6);
        first.returned(task, 2);
        assertThat(take(first))
                .as("it does not fill up what the other took; one of the lag may be a marker")
                .isLessThanOrEqualTo(1);
    }

    private DispatchBudget budget(int slots, int partitions) {
        DispatchBudget budget = new DispatchBudget(slots, partitions, order, () -> now);
        budget.join(task, 0);
        return budget;
    }

    private static List<String> units(DispatchBudget budget, Object task) {
        List<String> units = new ArrayList<>();
        for (DispatchOrder.Turn turn = budget.take(task); turn != null; turn = budget.take(task)) {
            units.add(turn.place().unit());
        }
        return units;
    }

    /** All partitions are this process's, and nothing is at work. */
    private DispatchBudget ofTwoTasks(int slots) {
        DispatchBudget budget = budget(slots, 2);
        budget.join(other, 0);
        look(budget, 0);
        return budget;
    }

    private static DispatchPlace place(long due, String unit) {
        return new DispatchPlace(Priority.NORMAL, "owner", due, false, unit, WORK);
    }

    private void look(DispatchBudget budget, long lag) {
        pass(Duration.ofMillis(300));
        budget.observe(lag, now);
    }

    /** Takes all there is room for; there is always enough to do. */
    private int take(DispatchBudget budget) {
        for (int i = 0; i < 60; i++) {
            order.add(task, place(0, String.format("%010d", added++)));
        }
        int taken = 0;
        while (budget.take(task) != null) {
            taken++;
        }
        order.leave(task);
        return taken;
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }
}
