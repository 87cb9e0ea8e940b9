package dev.segue.assembler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.segue.contract.AudioRole;
import dev.segue.contract.Event;
import dev.segue.contract.MediaInfo;
import dev.segue.contract.Quality;
import dev.segue.contract.QualityMeasured;
import dev.segue.contract.QualityMetric;
import dev.segue.contract.Rendition;
import dev.segue.contract.RenditionComplete;
import dev.segue.contract.Segment;
import dev.segue.contract.SegmentEncoded;
import dev.segue.contract.SegmentEncoded.Output;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.StoredObject;
import dev.segue.contract.Stretch;
import dev.segue.contract.Warning;
import dev.segue.stage.JsonSerde;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class AssemblyTest {
    private static final RenditionKey V720 = new RenditionKey("v1", 1, "v720");

    private final MapLedger ledger = new MapLedger();
    private final Assembly assembly = new Assembly(ledger, 2_000_000);
    private final Film film = new Film("v1", 1, 3);

    @Test
    void saysWhatTheRenditionIsWhenTheLastUnitArrives() {
        List<RenditionComplete> completions = takeAll(film.events());

        assertThat(completions)
                .extracting(RenditionComplete::rendition)
                .containsExactly(
                        new Rendition.Video("v720", "h264", "avc1.64001f", 1280, 720, MediaInfo.DynamicRange.SDR),
                        new Rendition.Video("v360", "h264", "avc1.64001f", 640, 360, MediaInfo.DynamicRange.SDR),
                        new Rendition.Audio("a1", "aac", "mp4a.40.2", 48_000, 2, "deu", AudioRole.MAIN));
        RenditionComplete v720 = completions.getFirst();
        assertThat(v720.predicted()).isEqualTo(Film.PREDICTED);
        assertThat(completions.getLast().predicted()).isNull();
        assertThat(v720.frames()).isEqualTo(600);
        assertThat(v720.segments()).extracting(Segment::number).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(v720.timescale()).isEqualTo(Film.TIMESCALE);
        assertThat(v720.init()).isEqualTo(Film.INIT);
        assertThat(v720.job().name()).isEqualTo("film.mp4");
        assertThat(v720.renditions()).isEqualTo(Film.RENDITIONS);
        assertThat(v720.warnings()).isEmpty();
        assertThat(completions).extracting(RenditionComplete::loudness).containsExactly(null, null, Film.LOUDNESS);
        assertThat(ledger.parts).isEmpty();
    }

    @Test
    void saysNothingWhileAUnitIsMissing() {
        List<Event> events = film.events();
        events.remove(film.chunkEncoded(1));

        assertThat(takeAll(events)).extracting(e -> e.rendition().id()).containsExactly("a1");
        assertThat(take(film.chunkEncoded(1))).hasSize(2);
    }

    @Test
    void takesUnitsBeforeTheyAreAnnounced() {
        takeAll(List.of(film.chunkEncoded(2), film.chunkEncoded(0), film.chunkEncoded(1)));

        assertThat(take(film.chunkReady(1))).isEmpty();
        assertThat(take(film.chunkReady(0))).isEmpty();
        assertThat(take(film.chunkReady(2))).as("all units are known now").hasSize(2);
    }

    @Test
    void aUnitThatComesAgainReplacesItsFacts() {
        Output longer = Film.output("v720", Film.segment(0, 0, 2 * Film.DURATION));
        takeAll(new Film("v1", 1, 2).announced());
        take(film.encoded(Film.TRACK, 0, longer));
        take(film.encoded(Film.TRACK, 0, film.output("v720", 0)));

        List<RenditionComplete> done = take(film.encoded(Film.TRACK, 1, film.output("v720", 1)));

        assertThat(done.getFirst().segments())
                .extracting(Segment::duration)
                .containsOnly(Film.DURATION)
                .hasSize(4);
    }

    @Test
    void aUnitThatSaysTheSameAgainIsADuplicateUntilItsRenditionsAreCompleteAndLateThen() {
        takeAll(film.announced());
        take(film.chunkEncoded(0));
        assertThat(dropped(film.chunkEncoded(0))).isEqualTo(Dropped.DUPLICATE);
        assertThat(dropped(film.chunkEncoded(1))).isNull();

        takeAll(List.of(film.chunkEncoded(2)));
        assertThat(dropped(film.chunkEncoded(2))).isEqualTo(Dropped.LATE);

        takeAll(List.of(film.soundReady(), film.soundEncoded()));
        assertThat(ledger.runs).containsExactly(Map.entry("v1", new Run(1, Run.Standing.COMPLETE)));
        assertThat(ledger.states).as("the run stands for its renditions").isEmpty();
        assertThat(dropped(film.chunkEncoded(2))).isEqualTo(Dropped.LATE);
    }

    @Test
    void aNewerRunDropsWhatWasCountedOfOlderOnes() {
        Film second = new Film("v1", 2, 3);
        takeAll(List.of(film.chunkReady(0), film.chunkEncoded(0), film.chunkEncoded(1)));
        take(second.chunkEncoded(1));

        assertThat(dropped(film.chunkEncoded(2))).isEqualTo(Dropped.SUPERSEDED);
        assertThat(dropped(film.chunkReady(1))).isEqualTo(Dropped.SUPERSEDED);
        assertThat(ledger.states.keySet()).allMatch(key -> key.generation() == 2);
        assertThat(ledger.parts.keySet()).allMatch(key -> key.generation() == 2);
        assertThat(takeAll(second.events())).hasSize(3);
    }

    @Test
    void nothingIsCountedOfACancelledRunNorOfOlderOnesButOfNewerOnes() {
        Film second = new Film("v1", 2, 3);
        Film third = new Film("v1", 3, 3);
        takeAll(List.of(second.chunkReady(0), second.chunkEncoded(0)));
        assembly.cancel("v1", 2);

        assertThat(ledger.states).isEmpty();
        assertThat(ledger.parts).isEmpty();
        assertThat(dropped(second.chunkEncoded(1))).isEqualTo(Dropped.CANCELLED);
        assertThat(dropped(film.chunkEncoded(1))).isEqualTo(Dropped.SUPERSEDED);
        assertThat(takeAll(second.events())).isEmpty();
        assertThat(takeAll(third.events())).hasSize(3);

        assembly.cancel("v1", 2);
        assertThat(ledger.runs).containsEntry("v1", new Run(3, Run.Standing.COMPLETE));
    }

    @Test
    void aViolationLeavesEverythingAsItWas() {
        takeAll(film.announced());
        takeAll(List.of(film.chunkEncoded(0), film.chunkEncoded(1)));
        MapLedger before = ledger.copy();
        Output good = film.output("v720", 2);
        Output late = Film.output("v360", Film.segment(4, 4 * Film.DURATION + 1, Film.DURATION));

        Violation violation = violation(film.encoded(Film.TRACK, 2, good, late));

        assertThat(violation.code()).isEqualTo("gap");
        assertThat(violation).hasMessage("gap: v1/1/v360: segment 4 starts at 204801 but segment 3 ends at 204800");
        assertThat(ledger).isEqualTo(before);
        assertThat(take(film.chunkEncoded(2))).hasSize(2);
    }

    @Test
    void unitsOfOneRenditionMustHaveTheSameFormat() {
        take(film.chunkEncoded(0));
        Output o = film.output("v720", 1);
        StoredObject otherInit = new StoredObject(838, Film.INIT.sha256());

        assertCode(
                Violation.Code.CODECS_DIFFER,
                film.encoded(
                        Film.TRACK,
                        1,
                        new Output("v720", "avc1.640028", o.timescale(), o.init(), 1, o.segments(), null)));
        assertCode(
                Violation.Code.TIMESCALE_DIFFERS,
                film.encoded(Film.TRACK, 1, new Output("v720", o.codecs(), 90_000, o.init(), 1, o.segments(), null)));
        Violation init = assertCode(
                Violation.Code.INIT_DIFFERS,
                film.encoded(
                        Film.TRACK,
                        1,
                        new Output("v720", o.codecs(), o.timescale(), otherInit, 1, o.segments(), null)));
        assertThat(init).hasMessageContaining("bytes=837").hasMessageContaining("bytes=838");
        assertThat(ledger.state(V720))
                .isEqualTo(new RenditionState.Counting(
                        null, Format.of(o), Planned.NOTHING, Units.NONE.with(0), new TreeMap<>()));
    }

    @Test
    void unitsMustFitToWhatIsAnnounced() {
        take(film.chunkReady(0));

        assertThat(assertCode(Violation.Code.UNIT_OUT_OF_RANGE, film.chunkEncoded(3)))
                .hasMessage("unit-out-of-range: v1/1/v720: unit 3 of 3, counted from 0");
        assertCode(Violation.Code.PLAN_DIFFERS, film.encoded("video-hevc", 1, film.output("v720", 1)));
        assertThat(assertCode(Violation.Code.PLAN_DIFFERS, film.chunkReady(1, 4)))
                .hasMessageContaining("units=3")
                .hasMessageContaining("units=4");
    }

    @Test
    void anAnnouncementMustFitToUnitsThatCameEarlier() {
        take(film.chunkEncoded(2));

        assertCode(Violation.Code.UNIT_OUT_OF_RANGE, film.chunkReady(0, 2));
        assertThat(take(film.chunkReady(0))).isEmpty();
    }

    @Test
    void stateSurvivesItsJson() {
        takeAll(List.of(film.chunkReady(0), film.chunkEncoded(0), film.chunkEncoded(2), film.soundReady()));
        take(film.soundEncoded());
        take(film.qualityMeasured(0, 900_000));
        Run run = ledger.run("v1");
        var runs = JsonSerde.of(Run.class);
        assertThat(runs.deserializer().deserialize("t", runs.serializer().serialize("t", run)))
                .isEqualTo(run);

        assertThat(ledger.states).hasSize(3).allSatisfy((key, state) -> {
            var serde = JsonSerde.of(RenditionState.class);
            byte[] json = serde.serializer().serialize("t", state);
            assertThat(serde.deserializer().deserialize("t", json)).isEqualTo(state);
        });
    }

    @Test
    void aRenditionThatIsMeasuredIsCompleteWithItsSamples() {
        Film measured = film.measured(2);
        List<Event> events = measured.events();
        Event last = events.removeLast();

        assertThat(takeAll(events)).extracting(e -> e.rendition().id()).containsExactly("a1");
        List<RenditionComplete> done = take(last);

        assertThat(done).hasSize(2).allSatisfy(c -> {
            assertThat(c.quality()).isEqualTo(new Quality(QualityMetric.SSIM, 850_000, 800_000, 2));
            assertThat(c.warnings())
                    .containsExactly(new Warning(
                            "quality-below-floor",
                            "The mean quality (SSIM) is 850000 millionths where at least 900000 are wanted."));
        });
        assertThat(dropped(last)).isEqualTo(Dropped.LATE);
    }

    @Test
    void qualityThatCouldNotBeMeasuredIsAWarningAndHoldsNothingUp() {
        Film measured = film.measured(2);
        List<Event> events = measured.events();
        events.set(events.size() - 1, measured.qualityMeasured(2, null));

        List<RenditionComplete> done = takeAll(events);

        assertThat(done).hasSize(3);
        assertThat(done.getLast().quality()).isEqualTo(new Quality(QualityMetric.SSIM, 900_000, 900_000, 1));
        assertThat(done.getLast().warnings())
                .containsExactly(
                        new Warning("quality-unknown", "Only 1 of 2 samples could be compared with the source."));
    }

    @Test
    void aSampleThatWasMeasuredAfterAllTakesThePlaceOfOneThatWasNot() {
        Film measured = film.measured(2);
        takeAll(measured.announced());

        assertThat(dropped(measured.qualityMeasured(0, null))).isNull();
        assertThat(dropped(measured.qualityMeasured(0, null))).isEqualTo(Dropped.DUPLICATE);
        assertThat(dropped(measured.qualityMeasured(0, 900_000))).isNull();
        assertThat(dropped(measured.qualityMeasured(0, null))).isEqualTo(Dropped.DUPLICATE);
        assertThat(dropped(measured.qualityMeasured(0, 700_000))).isEqualTo(Dropped.DUPLICATE);
    }

    @Test
    void stretchesOfNeighboursAreJoinedWhateverTheOrder() {
        takeAll(film.announced());
        Stretch first = new Stretch(Stretch.Kind.BLACK, 15_000_000, 16_000_000);
        Stretch second = new Stretch(Stretch.Kind.BLACK, 16_000_000, 18_000_000);

        List<RenditionComplete> done =
                takeAll(List.of(film.odd(2, second.warning()), film.odd(0), film.odd(1, first.warning())));

        assertThat(done).hasSize(2).allSatisfy(c -> assertThat(c.warnings())
                .containsExactly(new Stretch(Stretch.Kind.BLACK, 15_000_000, 18_000_000).warning()));
    }

    @Test
    void aPictureMustHaveTheFramesAndTheLengthThatWerePlanned() {
        takeAll(film.announced());
        takeAll(List.of(film.chunkEncoded(0), film.chunkEncoded(1)));
        Output o = film.output("v720", 2);

        assertThat(violation(film.encoded(
                        Film.TRACK,
                        2,
                        new Output("v720", o.codecs(), o.timescale(), o.init(), 199, o.segments(), null))))
                .hasMessage("frame-total: v1/1/v720: expected 600 frames but found 599");
        assertThat(violation(film.encoded(
                        Film.TRACK, 2, Film.output("v720", Film.segment(4, 4 * Film.DURATION, Film.DURATION)))))
                .hasMessage("length: v1/1/v720: expected the last segment to end at 307200 but it ends at 256000");
    }

    private Violation assertCode(Violation.Code code, Event event) {
        Violation violation = violation(event);
        assertThat(violation.code()).isEqualTo(code.toString());
        return violation;
    }

    private Violation violation(Event event) {
        return catchThrowableOfType(Violation.class, () -> take(event));
    }

    private Dropped dropped(Event event) {
        Assembly.Taken taken = assembly.take(inputs(event));
        assertThat(taken.completions()).isEmpty();
        return taken.dropped();
    }

    private List<RenditionComplete> takeAll(List<? extends Event> events) {
        return events.stream().flatMap(event -> take(event).stream()).toList();
    }

    private List<RenditionComplete> take(Event event) {
        return assembly.take(inputs(event)).completions();
    }

    private static List<Input> inputs(Event event) {
        return switch (event) {
            case SegmentsReady e -> Input.of(e);
            case SegmentEncoded e -> Input.of(e);
            case QualityMeasured e -> Input.of(e);
            default -> throw new IllegalArgumentException("not an event of a film: " + event);
        };
    }
}
