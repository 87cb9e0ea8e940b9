package dev.segue.stage.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.stage.guarantees.Entry.What;
import dev.segue.stage.guarantees.Observed.Letter;
import dev.segue.stage.guarantees.Observed.Stated;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every guarantee sees the one fault it is there for, and nothing in a run without fault. */
class GuaranteeTest {
    private static final Task GOOD = Task.of("run", Task.Kind.QUICK, 1);
    private static final Task BAD = Task.of("run", Task.Kind.POISON, 2);
    private static final List<Task> TASKS = List.of(GOOD, BAD);
    private static final List<Entry> JOURNAL = List.of(
            entry(10, "a", 1, GOOD, What.BEGUN, 1),
            entry(20, "a", 1, GOOD, What.CLAIMED, 1),
            entry(30, "a", 1, GOOD, What.STORED, 1),
            entry(15, "b", 1, BAD, What.BEGUN, 1));
    private static final List<Stated> STATED = List.of(new Stated(GOOD.unit(), "a#1"));
    private static final List<Letter> LETTERS = List.of(new Letter(BAD.unit(), "defect", 1, 1, true));
    private static final Map<String, String> STORED = Map.of(GOOD.unit(), "a#1");

    @Test
    void seesNothingInARunWithoutFault() {
        Observed run = new Observed(TASKS, JOURNAL, STATED, LETTERS, STORED, List.of(), 0);

        assertThat(Guarantee.all(Duration.ZERO)).hasSize(6).allSatisfy(guarantee -> assertThat(
                        guarantee.violations(run))
                .as(guarantee.name())
                .isEmpty());
    }

    @Test
    void seesWhatIsLostAndWhatWaitsForEver() {
        Observed run = new Observed(TASKS, JOURNAL, List.of(), LETTERS, STORED, List.of(), 3);

        assertThat(new NothingLost().violations(run))
                .containsExactly(
                        "run-quick-1 was neither stated nor kept as a dead letter", "3 records are not settled");
    }

    @Test
    void seesASecondEffect() {
        List<Stated> twice = List.of(new Stated(GOOD.unit(), "a#1"), new Stated(GOOD.unit(), "b#1"));

        assertThat(new EffectOnce().violations(new Observed(TASKS, JOURNAL, twice, LETTERS, STORED, List.of(), 0)))
                .singleElement()
                .asString()
                .startsWith("run-quick-1 was stated with different results");
        assertThat(new EffectOnce()
                        .violations(new Observed(
                                TASKS, JOURNAL, STATED, LETTERS, Map.of(GOOD.unit(), "b#1"), List.of(), 0)))
                .containsExactly("run-quick-1 was stated as [a#1] but the store has b#1");
    }

    @Test
    void seesAWorkerThatGoesOnAfterAnotherHasBegun() {
        List<Entry> both = List.of(
                entry(10, "a", 1, GOOD, What.BEGUN, 1),
                entry(50, "b", 1, GOOD, What.BEGUN, 1),
                entry(60, "b", 1, GOOD, What.CLAIMED, 1),
                entry(70, "a", 1, GOOD, What.CLAIMED, 1));
        Observed run = new Observed(TASKS, both, STATED, LETTERS, STORED, List.of(), 0);

        assertThat(new NeverTwoAtATime(Duration.ZERO).violations(run))
                .containsExactly("run-quick-1: a#1 claimed it 0 ms after b#1 had begun");
        assertThat(new NeverTwoAtATime(Duration.ofNanos(20)).violations(run)).isEmpty();
    }

    @Test
    void seesPoisonThatIsNotKeptAsItCameAndGoodWorkThatIsGivenUp() {
        List<Letter> letters = List.of(
                new Letter(GOOD.unit(), "worker-lost", 0, 6, true),
                new Letter(BAD.unit(), "store-unavailable", 1, 1, false));

        assertThat(new PoisonIsolated().violations(new Observed(TASKS, JOURNAL, STATED, letters, STORED, List.of(), 0)))
                .containsExactly(
                        "run-quick-1 can be done but was given up: worker-lost",
                        "run-poison-2 was given up for store-unavailable instead of defect",
                        "run-poison-2 was changed on its way to the dead letters");
        assertThat(new PoisonIsolated()
                        .violations(new Observed(TASKS, JOURNAL, STATED, List.of(), STORED, List.of(), 0)))
                .containsExactly("run-poison-2 cannot be done but was not given up");
    }

    @Test
    void seesAttemptsThatAreMiscounted() {
        List<Entry> gap = List.of(entry(10, "a", 1, BAD, What.BEGUN, 1), entry(20, "a", 1, BAD, What.BEGUN, 3));

        assertThat(new AttemptsCounted().violations(new Observed(TASKS, gap, STATED, LETTERS, STORED, List.of(), 0)))
                .containsExactly(
                        "run-poison-2: a#1 numbered its attempts [1, 3]",
                        "run-poison-2: the dead letter tells of 1 attempts, but its runs made [3]");
    }

    @Test
    void seesFilesThatWereLeft() {
        Observed run = new Observed(TASKS, JOURNAL, STATED, LETTERS, STORED, List.of(Path.of("half.mp4")), 0);

        assertThat(new ScratchClean().violations(run)).containsExactly("half.mp4 was left");
    }

    @Test
    void seesWorkThatIsHoarded() {
        List<Task> tasks = List.of(GOOD, BAD, GOOD, BAD);
        List<Entry> hoarded = List.of(
                entry(10, "a", 1, GOOD, What.BEGUN, 1),
                entry(20, "a", 2, BAD, What.BEGUN, 2),
                entry(30, "a", 3, GOOD, What.BEGUN, 2));
        Observed run = new Observed(tasks, hoarded, STATED, LETTERS, STORED, List.of(), 0);

        assertThat(new WorkShared(2).violations(run)).containsExactly("1 of 2 workers got nothing: {a=3}");
        assertThat(new NeverHeldUnseen()
                        .violations(new Observed(TASKS, hoarded, STATED, LETTERS, STORED, List.of(), 0)))
                .containsExactly("run-poison-2 was handed out 2 times but begun 1 times");
    }

    private static Entry entry(long at, String process, int run, Task task, What what, int number) {
        return new Entry(at, process, run, task.unit(), what, number);
    }
}
