package dev.segue.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segue.contract.Cancel;
import dev.segue.contract.EventType;
import dev.segue.contract.PerTitle;
import dev.segue.contract.Plan;
import dev.segue.contract.Probed;
import dev.segue.contract.Warning;
import dev.segue.ops.timeline.TimelineVideo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VideoProgressTest {
    private static final Instant BEGIN = Story.BEGIN;

    private final Story story = new Story("film-1", 1);

    private static VideoProgress fold(List<EventRecord> records) {
        VideoProgress progress = VideoProgress.of(records.getFirst());
        for (EventRecord record : records.subList(1, records.size())) {
            progress = progress.with(record);
        }
        return progress;
    }

    private List<EventRecord> until(int count) {
        return story.records().subList(0, count);
    }

    @Test
    void tellsTheWholeStoryOfAFilm() {
        VideoProgress whole = fold(story.records());

        assertThat(whole.outcome()).isEqualTo(new VideoOutcome.Playable(story.published()));
        assertThat(whole.reached()).isEqualTo(EventType.PUBLISHED);
        assertThat(whole.film()).contains(Duration.ofSeconds(24));
        assertThat(whole.renditions().keySet()).containsExactly("a1", "v360", "v1080");
        assertThat(whole.renditions().get("v1080"))
                .isEqualTo(new RenditionProgress("v1080", 3, 3, 6, Duration.ofSeconds(24), true));
        assertThat(whole.renditions().get("a1"))
                .isEqualTo(new RenditionProgress("a1", 1, 1, 6, Duration.ofSeconds(24), true));
        assertThat(whole.unitsDone()).isEqualTo(4);
        assertThat(whole.units()).isEqualTo(4);
    }

    @Test
    void comesToTheSameInAnyOrderAndHoweverOftenARecordIsHeard() {
        List<EventRecord> records = new ArrayList<>(story.records());
        records.add(Story.givenUp(story.chunkReady(1), "encoder", 5));
        records.add(Story.givenUp(story.chunkReady(2), "encoder", 6));
        VideoProgress inOrder = fold(records);
        records.addAll(records);

        for (int seed = 0; seed < 200; seed++) {
            List<EventRecord> shuffled = new ArrayList<>(records);
            Collections.shuffle(shuffled, new Random(seed));
            assertThat(fold(shuffled)).as("seed %d", seed).isEqualTo(inOrder);
        }
    }

    @Test
    void rungsThatMayYetBeLeftOutAreNotAnnounced() {
        Probed plain = new Story("film", 1).probed();
        Plan plan = plain.plan();
        Plan.VideoPlan tried = new Plan.VideoPlan(
                plan.video().stream(), plan.video().renditions(), new PerTitle(960_000, 18, 34), null);
        Probed probed = new Probed(
                "film",
                1,
                plain.job(),
                plain.source(),
                plain.media(),
                new Plan(plan.profile(), plan.segmentMs(), plan.gopMs(), tried, plan.audio(), List.of()),
                List.of());

        assertThat(fold(List.of(new EventRecord.Stated("probed", probed, BEGIN)))
                        .renditions()
                        .keySet())
                .containsExactly("a1");
    }

    @Test
    void knowsPlannedRenditionsBeforeAnythingIsEncoded() {
        VideoProgress probed = fold(until(3));

        assertThat(probed.outcome()).isEqualTo(new VideoOutcome.Running());
        assertThat(probed.reached()).isEqualTo(EventType.PROBED);
        assertThat(probed.renditions().get("v360")).isEqualTo(RenditionProgress.none("v360"));
        assertThat(probed.speed(BEGIN.plusSeconds(60))).isEmpty();
        assertThat(probed.eta(BEGIN.plusSeconds(60))).isEmpty();
    }

    @Test
    void knowsThePlanAndEveryWarningOnce() {
        List<EventRecord> twice = new ArrayList<>(story.records());
        twice.addAll(story.records());

        VideoProgress whole = fold(twice);

        assertThat(whole.plan()).isEqualTo(story.probed().plan());
        assertThat(whole.warnings()).extracting(Warning::code).containsExactly("rotated", "freeze");
        VideoView view = VideoView.of(new TimelineVideo("published", whole, BEGIN, BEGIN, null, 1), BEGIN);
        assertThat(view.leftOut()).extracting("what").containsExactly("v2160");
        assertThat(view.planned()).containsExactly("a1", "v360", "v1080");
    }

    @Test
    void tellsTheSpeedAtAnyMoment() {
        // Units are ready from second 3 on; two chunks of 8 s are encoded.
        VideoProgress encoding = fold(until(9));

        assertThat(encoding.encoded()).isEqualTo(Duration.ofSeconds(16));
        assertThat(encoding.speed(BEGIN.plusSeconds(11)).orElseThrow()).isEqualTo(2.0, within(1e-9));
        assertThat(encoding.speed(BEGIN.plusSeconds(35)).orElseThrow()).isEqualTo(0.5, within(1e-9));
    }

    @Test
    void tellsWhatIsLeftAsItWasForetoldLastInWhateverOrderThatIsHeard() {
        VideoProgress encoding = fold(until(9));
        EventRecord first = Story.said(story.forecast(BEGIN.plusSeconds(60)), 9);
        EventRecord second = Story.said(story.forecast(BEGIN.plusSeconds(40)), 10);

        for (VideoProgress told :
                List.of(encoding.with(first).with(second), encoding.with(second).with(first))) {
            assertThat(told.reached()).isEqualTo(EventType.SEGMENT_ENCODED);
            assertThat(told.eta(BEGIN.plusSeconds(11))).contains(Duration.ofSeconds(29));
            assertThat(told.eta(BEGIN.plusSeconds(50))).as("it takes longer").contains(Duration.ZERO);
        }
        assertThat(encoding.eta(BEGIN.plusSeconds(11)))
                .as("nothing was foretold")
                .isEmpty();
        assertThat(fold(story.records()).with(second).eta(BEGIN.plusSeconds(11)))
                .isEmpty();
    }

    @Test
    void aCancelledVideoHasEndedUnlessItIsPlayable() {
        Cancel command = new Cancel("film-1", 1, "Uploaded by mistake.");
        VideoProgress cancelled = fold(until(8)).with(Story.said(command, 9));

        assertThat(cancelled.outcome()).isEqualTo(new VideoOutcome.Cancelled("Uploaded by mistake."));
        assertThat(cancelled.outcome().ended()).isTrue();
        assertThat(cancelled.with(Story.said(story.chunkEncoded(2), 10)).outcome())
                .isInstanceOf(VideoOutcome.Cancelled.class);
        assertThat(fold(story.records()).with(Story.said(command, 30)).outcome())
                .isInstanceOf(VideoOutcome.Playable.class);
    }

    @Test
    void stopsTheClockWhenEveryUnitIsEncoded() {
        VideoProgress encoded = fold(until(11));

        assertThat(encoded.speed(BEGIN.plusSeconds(10_000)).orElseThrow()).isEqualTo(24.0 / 7, within(1e-9));
        assertThat(fold(story.records()).eta(BEGIN.plusSeconds(100))).isEmpty();
    }

    @Test
    void countsTheSlowestRenditionOfThePictureAndNotTheSound() {
        VideoProgress soundFirst = fold(until(7)).with(Story.said(story.soundEncoded(), 8));

        assertThat(soundFirst.encoded()).isZero();
        assertThat(soundFirst.renditions().get("a1").encoded()).isEqualTo(Duration.ofSeconds(24));
    }

    @Test
    void endsWithARejection() {
        VideoProgress rejected = fold(until(2)).with(Story.said(story.rejected(), 3));

        assertThat(rejected.outcome()).isEqualTo(new VideoOutcome.Refused(story.rejected()));
        assertThat(rejected.outcome().ended()).isTrue();
    }

    @Test
    void failsWithADeadLetterUntilItsWorkIsDoneAfterAll() {
        VideoProgress failed = fold(until(8)).with(Story.givenUp(story.chunkReady(1), "encoder", 9));

        assertThat(failed.outcome())
                .isEqualTo(new VideoOutcome.Failed(
                        "segments-ready.dlq", "encoder", "store-unavailable", "the store did not answer"));
        VideoProgress otherUnitDone = failed.with(Story.said(story.chunkEncoded(2), 10));
        assertThat(otherUnitDone.outcome()).isInstanceOf(VideoOutcome.Failed.class);
        VideoProgress putBack = otherUnitDone.with(Story.said(story.chunkEncoded(1), 20));
        assertThat(putBack.outcome()).isEqualTo(new VideoOutcome.Running());
    }

    @Test
    void keepsADeadLetterOfTheAssemblerUntilTheRenditionsAreComplete() {
        VideoProgress failed = fold(until(11)).with(Story.givenUp(story.chunkReady(1), "assembler", 20));
        assertThat(failed.outcome()).isInstanceOf(VideoOutcome.Failed.class);

        VideoProgress complete =
                failed.with(Story.said(story.complete("v360"), 30)).with(Story.said(story.complete("v1080"), 31));

        assertThat(complete.outcome()).isEqualTo(new VideoOutcome.Running());
    }

    @Test
    void forgetsAnEarlyDeadLetterWhenTheNextStageHasSpoken() {
        VideoProgress failed = VideoProgress.of(Story.givenUp(story.probed(), "splitter", 2));
        assertThat(failed.outcome()).isInstanceOf(VideoOutcome.Failed.class);

        assertThat(failed.with(Story.said(story.chunkReady(0), 3)).outcome()).isEqualTo(new VideoOutcome.Running());
    }

    @Test
    void startsAnewWithANewerGenerationAndIgnoresOlderOnes() {
        Story again = new Story("film-1", 2);
        VideoProgress second = fold(story.records()).with(Story.said(again.uploaded(), 100));

        assertThat(second.generation()).isEqualTo(2);
        assertThat(second.outcome()).isEqualTo(new VideoOutcome.Running());
        assertThat(second.renditions()).isEmpty();
        assertThat(second.with(Story.said(story.published(), 101))).isEqualTo(second);
    }

    @Test
    void refusesRecordsOfAnotherVideo() {
        VideoProgress one = fold(until(1));
        EventRecord other = new Story("film-2", 1).records().getFirst();

        assertThatThrownBy(() -> one.with(other)).hasMessageContaining("film-2").hasMessageContaining("film-1");
    }
}
