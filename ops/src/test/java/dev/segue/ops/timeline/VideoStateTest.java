package dev.segue.ops.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.contract.Forecast;
import dev.segue.ops.EventRecord;
import dev.segue.ops.Story;
import dev.segue.ops.VideoProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VideoStateTest {
    private final Story story = new Story("film", 1);
    private final Pace pace = new Pace(Map.of());
    private final Expectation expectation = new Expectation(pace, 3, Duration.ofSeconds(60));

    @Test
    void isTheSameInWhateverOrderTopicsAreRead() {
        VideoState straight = heard(story.records());
        List<EventRecord> records = new ArrayList<>(story.records());
        for (int seed = 0; seed < 20; seed++) {
            Collections.shuffle(records, new Random(seed));

            VideoState shuffled = heard(records);

            assertThat(shuffled.progress()).isEqualTo(straight.progress());
            assertThat(shuffled.state()).isEqualTo("published");
            assertThat(shuffled.dueAt()).isNull();
            assertThat(ProgressJson.read(ProgressJson.write(shuffled.progress())))
                    .as("what is stored goes on as what was in memory")
                    .isEqualTo(straight.progress());
        }
    }

    @Test
    void storesADeadLetterWithItsEvent() {
        VideoProgress progress = heard(
                        List.of(Story.said(story.uploaded(), 0), Story.givenUp(story.chunkReady(1), "encoder", 5)))
                .progress();

        VideoProgress read = ProgressJson.read(ProgressJson.write(progress));

        assertThat(read.deadLetters().values())
                .extracting(EventRecord.DeadLetter::event)
                .containsExactly(story.chunkReady(1));
        assertThat(read).isEqualTo(progress);
        assertThatThrownBy(() -> ProgressJson.read("{}")).hasMessageContaining("timeline rebuild");
    }

    @Test
    void isDueAfterThriceTheTimeThatVideosTakeThereButNotBeforeTheFloor() {
        assertThat(heard(List.of(Story.said(story.uploaded(), 0))).dueAt()).isEqualTo(at(60));

        pace.passed("scanner", Duration.ofSeconds(40));
        assertThat(heard(List.of(Story.said(story.uploaded(), 0))).dueAt()).isEqualTo(at(120));
    }

    @Test
    void learnsHowLongAStageTakes() {
        heard(List.of(Story.said(story.uploaded(), 0), Story.said(story.events().get(1), 80)));
        assertThat(pace.of("scanner")).isEqualTo(Duration.ofSeconds(80));

        pace.passed("scanner", Duration.ZERO);
        assertThat(pace.of("scanner")).isEqualTo(Duration.ofSeconds(70));
        assertThat(pace.of("publisher")).isEqualTo(Duration.ZERO);
    }

    @Test
    void mayWaitItsTurnAsLongAsTheDispatcherForetells() {
        EventRecord ready = Story.said(story.chunkReady(0), 0);
        // 1000 s until it is encoded, of which others take 900 s; then one of its three units takes about 33 s.
        EventRecord waits = Story.said(new Forecast("film", 1, 100_000, 900_000, at(1_010)), 10);

        assertThat(heard(List.of(ready, waits)).dueAt()).isEqualTo(at(10).plusMillis(3 * (900_000 + 33_333)));
    }

    @Test
    void isNotExcusedByForecastsWhileItIsAtWork() {
        EventRecord ready = Story.said(story.chunkReady(0), 0);
        VideoState known = heard(List.of(ready));
        for (int second = 10; second < 600; second += 10) {
            // Nobody is ahead; it says so again and again, ever later.
            Forecast forecast = new Forecast("film", 1, 9_000, 0, at(second + 9));
            known = VideoState.with(known, Story.said(forecast, second), expectation);
        }
        assertThat(known.dueAt()).isEqualTo(at(60));
    }

    @Test
    void isNoLongerStuckOnceAStageStatesSomething() {
        VideoState uploaded = heard(List.of(Story.said(story.uploaded(), 0)));
        VideoState stuck = new VideoState(
                uploaded.progress(), uploaded.progressedAt(), null, uploaded.dueAt(), at(60), false, null);
        assertThat(stuck.state()).isEqualTo("stuck");

        VideoState moved = VideoState.with(stuck, Story.said(story.probed(), 100), expectation);

        assertThat(moved.state()).isEqualTo("running");
        assertThat(moved.progressedAt()).isEqualTo(at(100));
        assertThat(moved.dueAt()).isAfter(at(159));
    }

    @Test
    void countsAVideoThatNeededHelpApart() {
        List<EventRecord> records = new ArrayList<>(story.records());
        assertThat(heard(records).ending()).hasValue("published");
        records.add(1, Story.givenUp(story.uploaded(), "scanner", 1));
        assertThat(heard(records.subList(0, 2)).ending()).hasValue("dead");
        assertThat(heard(records).ending()).hasValue("helped");
        assertThat(heard(List.of(Story.said(story.rejected(), 0))).ending()).hasValue("rejected");
    }

    @Test
    void beginsAnewWithANewRunAndRemembersWhatIsServed() {
        List<EventRecord> records = new ArrayList<>(story.records());
        records.add(Story.said(new Story("film", 2).uploaded(), 100));

        VideoState again = heard(records);

        assertThat(again.state()).isEqualTo("running");
        assertThat(again.progress().generation()).isEqualTo(2);
        assertThat(again.publishedGeneration()).isEqualTo(1);
        assertThat(again.progress().stage()).hasValue("scanner");
    }

    @Test
    void tellsWhichStageHasIt() {
        assertThat(heard(List.of(Story.said(story.probed(), 0))).progress().stage())
                .hasValue("splitter");
        List<EventRecord> records = story.records();
        assertThat(heard(records.subList(0, 8)).progress().stage()).hasValue("encoder");
        assertThat(heard(records.subList(0, 11)).progress().stage()).hasValue("assembler");
        assertThat(heard(records.subList(0, 14)).progress().stage()).hasValue("publisher");
        assertThat(heard(records).progress().stage()).isEmpty();
    }

    private VideoState heard(List<EventRecord> records) {
        VideoState state = VideoState.with(null, records.getFirst(), expectation);
        for (EventRecord record : records.subList(1, records.size())) {
            state = VideoState.with(state, record, expectation);
        }
        return state;
    }

    private static Instant at(int second) {
        return Story.BEGIN.plusSeconds(second);
    }
}
