package dev.segue.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.contract.Priority;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is next, as the order says it, without Kafka. */
final class DispatchFairnessTest {
    private static final String KIND = "h264/fast";

    private final DispatchOrder order = new DispatchOrder(new DispatchCosts());
    private int units;

    @ParameterizedTest
    @ValueSource(ints = {20, 200, 2_000})
    void twoOwnersShareEvenlyWhateverTheirBacklogsAndWhoeverCameFirst(int backlog) {
        add("large", 0, backlog);
        add("small", 60_000, 100);

        List<String> released = release(Math.min(40, backlog));

        everyWindowIsShared(released, 20, "large", 1);
        assertThat(release(100)).as("the small one's rest").contains("small");
    }

    @Test
    void whoComesLateHasHisShareAtOnceAndNoCreditForThePast() {
        add("early", 0, 500);
        assertThat(release(100)).containsOnly("early");

        add("late", 1_000_000, 100);

        everyWindowIsShared(release(100), 20, "early", 1);
    }

    @Test
    void whoStopsForAWhileHasNoCreditEither() {
        add("steady", 0, 500);
        add("moody", 0, 20);
        release(40);
        assertThat(release(100)).containsOnly("steady");

        add("moody", 1, 100);

        everyWindowIsShared(release(60), 20, "steady", 1);
    }

    @Test
    void sharesAreOfWorkAndNotOfUnits() {
        for (int i = 0; i < 300; i++) {
            add("films", 0, 4.0);
            add("clips", 0, 1.0);
        }

        List<String> released = release(100);

        assertThat(Collections.frequency(released, "clips")).isBetween(79, 81);
    }

    @Test
    void manyOwnersShareEvenly() {
        for (int owner = 0; owner < 7; owner++) {
            add("owner" + owner, owner * 1_000, 20 + owner * 100);
        }

        List<String> released = release(7 * 15);

        for (int owner = 0; owner < 7; owner++) {
            everyWindowIsShared(released, "owner" + owner, 14, 2, 1);
        }
    }

    @Test
    void nobodyStarvesThoughNewOwnersComeAllTheTime() {
        add("patient", 0, 3);
        List<String> released = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            add("newcomer" + i, i + 1, 1);
            add("newcomer" + i + "b", i + 1, 1);
            released.addAll(release(1));
        }

        assertThat(Collections.frequency(released, "patient")).isGreaterThanOrEqualTo(2);
    }

    @Test
    void noUnitOvertakesOneOfAnotherPriorityThatIsDueBeforeIt() {
        add(Priority.LOW, "old", 100, 1);
        add(Priority.LOW, "old", 100, 1);
        add(Priority.NORMAL, "somebody", 200, 1);
        add(Priority.LOW, "fresh", 300, 1);

        assertThat(release(4)).containsExactly("old", "old", "somebody", "fresh");
    }

    @Test
    void whoStoodBehindAnotherPriorityHasNoCreditForThat() {
        for (int i = 0; i < 50; i++) {
            add(Priority.LOW, "old", 100, 1);
        }
        add(Priority.LOW, "fresh", 300, 1);
        add(Priority.NORMAL, "somebody", 200, 1);
        assertThat(release(51)).doesNotContain("fresh");

        for (int i = 0; i < 50; i++) {
            add(Priority.LOW, "old", 400, 1);
            add(Priority.LOW, "fresh", 400, 1);
        }

        everyWindowIsShared(release(60), 20, "old", 1);
    }

    @Test
    void aRestartChangesNothing() {
        add("a", 0, 100);
        add("b", 5, 100);
        List<String> before = release(7);
        DispatchOrder.Turn last = null;
        for (int i = 0; i < 4; i++) {
            last = order.next();
            before.add(last.place().owner());
            order.released(last);
        }
        DispatchOrder restarted = new DispatchOrder(new DispatchCosts());
        restarted.restore(Priority.NORMAL, null, last.virtualTime());
        restarted.restore(Priority.NORMAL, last.place().owner(), last.virtualTime());
        // What the other one had when its last unit was released before.
        restarted.restore(Priority.NORMAL, last.place().owner().equals("a") ? "b" : "a", last.virtualTime() - 10);
        order.forEach((place, cost) -> restarted.add("task", place));
        restarted.restored();

        List<String> after = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            DispatchOrder.Turn turn = restarted.next();
            after.add(turn.place().owner());
            restarted.released(turn);
        }

        assertThat(after).isEqualTo(release(20));
    }

    @Test
    void everythingIsReleasedOnceWhateverComes() {
        Random random = new Random(5);
        int added = 0;
        List<String> keys = new ArrayList<>();
        for (int step = 0; step < 5_000; step++) {
            if (random.nextInt(3) > 0 && added < 2_000) {
                add(
                        Priority.values()[random.nextInt(4)],
                        "o" + random.nextInt(9),
                        random.nextInt(9_000),
                        random.nextDouble());
                added++;
            } else if (!order.isEmpty()) {
                DispatchOrder.Turn turn = order.next();
                keys.add(turn.place().unit());
                order.released(turn);
            }
        }
        while (!order.isEmpty()) {
            DispatchOrder.Turn turn = order.next();
            keys.add(turn.place().unit());
            order.released(turn);
        }

        assertThat(keys).hasSize(added).doesNotHaveDuplicates();
    }

    private void add(String owner, long due, int count) {
        for (int i = 0; i < count; i++) {
            add(Priority.NORMAL, owner, due, 1);
        }
    }

    private void add(String owner, long due, double amount) {
        add(Priority.NORMAL, owner, due, amount);
    }

    private void add(Priority priority, String owner, long due, double amount) {
        order.add(
                "task",
                new DispatchPlace(
                        priority, owner, due, false, String.format("%010d", units++), new DispatchWork(KIND, amount)));
    }

    private List<String> release(int count) {
        List<String> owners = new ArrayList<>();
        for (int i = 0; i < count && !order.isEmpty(); i++) {
            DispatchOrder.Turn turn = order.next();
            owners.add(turn.place().owner());
            order.released(turn);
        }
        return owners;
    }

    private static void everyWindowIsShared(List<String> released, int window, String owner, int tolerance) {
        everyWindowIsShared(released, owner, window, window / 2, tolerance);
    }

    private static void everyWindowIsShared(List<String> released, String owner, int window, int share, int tolerance) {
        assertThat(released.size()).isGreaterThanOrEqualTo(Math.min(window, 20));
        for (int from = 0; from + window <= released.size(); from++) {
            assertThat(Collections.frequency(released.subList(from, from + window), owner))
                    .as("units of %s in the window from %d of %s", owner, from, released)
                    .isBetween(share - tolerance, share + tolerance);
        }
    }
}
