package dev.segue.assembler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.segue.contract.Event;
import dev.segue.contract.Rendition;
import dev.segue.contract.RenditionComplete;
import dev.segue.contract.Segment;
import dev.segue.contract.SegmentEncoded;
import dev.segue.contract.SegmentEncoded.Output;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.StoredObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class AssemblyTest {
    private static final RenditionKey V720 = new RenditionKey("v1", 1, "v720");

    private final MapLedger ledger = new MapLedger();
    private final Assembly assembly = new Assembly(ledger);
    private final Film film = new Film("v1", 1, 3);

    @Test
    void saysWhatTheRenditionIsWhenTheLastUnitArrives() {
        List<RenditionComplete> completions = takeAll(film.events());

        assertThat(completions)
                .extracting(RenditionComplete::rendition)
                .containsExactly(
                        new Rendition.Video("v720", "h264", "avc1.64001f", 1280, 720),
                        new Rendition.Video("v360", "h264", "avc1.64001f", 640, 360),
                        new Rendition.Audio("a1", "aac", "mp4a.40.2", 48_000, 2, "deu"));
        RenditionComplete v720 = completions.getFirst();
        assertThat(v720.frames()).isEqualTo(600);
        assertThat(v720.segments()).extracting(Segment::number).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(v720.timescale()).isEqualTo(Film.TIMESCALE);
        assertThat(v720.init()).isEqualTo(Film.INIT);
        assertThat(v720.job().name()).isEqualTo("film.mp4");
        assertThat(v720.renditions()).isEqualTo(Film.RENDITIONS);
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

        assertThat(take(film.chunkReady(1))).hasSize(2);
    }

    @Test
    void neitherOrderNorRepetitionChangesWhatIsSaidAndItIsSaidOnce() {
        Random random = new Random(42);
        Map<String, RenditionComplete> expected = expected();
        for (int round = 0; round < 10_000; round++) {
            List<Event> events = new ArrayList<>();
            for (int generation = 1; generation <= 2; generation++) {
                events.addAll(new Film("v1", generation, 3).events());
            }
            int duplicates = random.nextInt(8);
            for (int i = 0; i < duplicates; i++) {
                events.add(events.get(random.nextInt(events.size())));
            }
            Collections.shuffle(events, random);
            Assembly fresh = new Assembly(new MapLedger());

            List<RenditionComplete> completions = new ArrayList<>();
            events.forEach(event -> completions.addAll(fresh.take(inputs(event))));

            assertThat(completions).as("round %d: %s", round, events).hasSize(expected.size());
            assertThat(byKey(completions)).as("round %d", round).isEqualTo(expected);
        }
    }

    @Test
    void aUnitThatComesAgainReplacesItsFacts() {
        Output longer = Film.output("v720", Film.segment(0, 0, 2 * Film.DURATION));
        takeAll(List.of(new Film("v1", 1, 1).chunkReady(0, 2), film.encoded(Film.TRACK, 0, longer)));
        take(film.encoded(Film.TRACK, 0, film.output("v720", 0)));

        List<RenditionComplete> done = take(film.encoded(Film.TRACK, 1, film.output("v720", 1)));

        assertThat(done.getFirst().segments())
                .extracting(Segment::duration)
                .containsOnly(Film.DURATION)
                .hasSize(4);
    }

    @Test
    void aViolationLeavesEverythingAsItWas() {
        takeAll(List.of(film.chunkReady(0), film.chunkEncoded(0), film.chunkEncoded(1)));
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
                        Film.TRACK, 1, new Output("v720", "avc1.640028", o.timescale(), o.init(), 1, o.segments())));
        assertCode(
                Violation.Code.TIMESCALE_DIFFERS,
                film.encoded(Film.TRACK, 1, new Output("v720", o.codecs(), 90_000, o.init(), 1, o.segments())));
        Violation init = assertCode(
                Violation.Code.INIT_DIFFERS,
                film.encoded(Film.TRACK, 1, new Output("v720", o.codecs(), o.timescale(), otherInit, 1, o.segments())));
        assertThat(init).hasMessageContaining("bytes=837").hasMessageContaining("bytes=838");
        assertThat(ledger.state(V720)).isEqualTo(new RenditionState.Counting(null, Format.of(o), Units.NONE.with(0)));
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

        assertThat(ledger.states).hasSize(3).allSatisfy((key, state) -> {
            var serde = JsonSerde.of(RenditionState.class);
            byte[] json = serde.serializer().serialize("t", state);
            assertThat(serde.deserializer().deserialize("t", json)).isEqualTo(state);
        });
    }

    private Map<String, RenditionComplete> expected() {
        List<RenditionComplete> completions = new ArrayList<>(takeAll(film.events()));
        completions.addAll(takeAll(new Film("v1", 2, 3).events()));
        assertThat(completions).hasSize(6);
        return byKey(completions);
    }

    private static Map<String, RenditionComplete> byKey(List<RenditionComplete> completions) {
        return completions.stream()
                .collect(Collectors.toMap(
                        c -> c.generation() + "/" + c.rendition().id(), c -> c));
    }

    private Violation assertCode(Violation.Code code, Event event) {
        Violation violation = violation(event);
        assertThat(violation.code()).isEqualTo(code.toString());
        return violation;
    }

    private Violation violation(Event event) {
        return catchThrowableOfType(Violation.class, () -> take(event));
    }

    private List<RenditionComplete> takeAll(List<? extends Event> events) {
        return events.stream().flatMap(event -> take(event).stream()).toList();
    }

    private List<RenditionComplete> take(Event event) {
        return assembly.take(inputs(event));
    }

    private static List<Input> inputs(Event event) {
        return event instanceof SegmentsReady ready ? Input.of(ready) : Input.of((SegmentEncoded) event);
    }
}
