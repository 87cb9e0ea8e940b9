package dev.segue.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.contract.Stretch;
import dev.segue.contract.Stretch.Kind;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class DullStretchesTest {
    private static final long FROM = 60_000_000;
    private static final long TO = 68_000_000;

    @Test
    void readsWhatFfmpegWritesOnTheTimelineOfTheFilm() {
        Stream<String> lines = """
                frame:50   pts:25600   pts_time:2
                lavfi.black_start=2
                frame:57   pts:29184   pts_time:2.28
                lavfi.freezedetect.freeze_start=2
                frame:100  pts:51200   pts_time:4
                lavfi.black_end=4
                lavfi.freezedetect.freeze_duration=2.04
                lavfi.freezedetect.freeze_end=4.04
                frame:101  pts:51712   pts_time:4.04
                timecode=lavfi.black_start=3
                lavfi.silence_start=1.5e-05
                lavfi.silence_end=0.5
                """.lines();

        assertThat(DullStretches.read(lines, FROM, TO))
                .containsExactly(
                        new Stretch(Kind.BLACK, FROM + 2_000_000, FROM + 4_000_000),
                        new Stretch(Kind.FREEZE, FROM + 2_000_000, FROM + 4_040_000),
                        new Stretch(Kind.SILENCE, FROM + 15, FROM + 500_000));
    }

    @Test
    void aKeyFrameWithinAStillPictureMakesNoTwoOfIt() {
        Stream<String> lines = Stream.of(
                "lavfi.freezedetect.freeze_start=1",
                "lavfi.freezedetect.freeze_end=3",
                "lavfi.freezedetect.freeze_start=3.04",
                "lavfi.freezedetect.freeze_end=5",
                "lavfi.freezedetect.freeze_start=5.2",
                "lavfi.freezedetect.freeze_end=6");

        assertThat(DullStretches.read(lines, 0, 8_000_000))
                .containsExactly(
                        new Stretch(Kind.FREEZE, 1_000_000, 5_000_000), new Stretch(Kind.FREEZE, 5_200_000, 6_000_000));
    }

    @Test
    void whatHasNoEndGoesOnToTheEndOfTheUnit() {
        assertThat(DullStretches.read(
                        Stream.of("lavfi.black_start=7.96", "lavfi.freezedetect.freeze_start=1"), FROM, TO))
                .containsExactly(
                        new Stretch(Kind.BLACK, FROM + 7_960_000, TO), new Stretch(Kind.FREEZE, FROM + 1_000_000, TO));
    }

    @Test
    void shortStretchesAreToldOnlyAtTheEdgesOfTheUnit() {
        List<Stretch> source = List.of(
                black(0.04, 0.5), // one frame after the edge
                black(2, 2.9),
                black(3, 4),
                black(7.5, 7.95));

        assertThat(DullStretches.notable(source, source, List.of(), FROM, TO))
                .containsExactly(black(0, 0.5), black(3, 4), black(7.5, 8));
    }

    @Test
    void whatIsDullInTheOutputAloneIsTheEncodersFault() {
        List<Stretch> output = List.of(black(0, 8));

        assertThat(DullStretches.notable(List.of(), List.of(), output, FROM, TO))
                .containsExactly(new Stretch(Kind.BLACK_DIFFERS, FROM, TO));
        assertThat(DullStretches.notable(List.of(), List.of(black(1, 2), black(2.5, 6.5)), output, FROM, TO))
                .as("where the source is nearly black it is let off; what is left in between is too short")
                .containsExactly(
                        new Stretch(Kind.BLACK_DIFFERS, FROM, FROM + 1_000_000),
                        new Stretch(Kind.BLACK_DIFFERS, FROM + 6_500_000, TO));
        assertThat(DullStretches.notable(List.of(), List.of(new Stretch(Kind.FREEZE, FROM, TO)), output, FROM, TO))
                .as("standing still is no excuse for black")
                .hasSize(1);
    }

    @Test
    void aUnitTellsOfTheLongestTwentyOnly() {
        List<Stretch> many = IntStream.range(0, 100)
                .mapToObj(i -> new Stretch(Kind.FREEZE, i * 3_000_000L + 10, i * 3_000_000L + 1_000_010 + i))
                .toList();

        assertThat(DullStretches.notable(many, many, List.of(), 0, 400_000_000)).isEqualTo(many.subList(80, 100));
    }

    private static Stretch black(double from, double to) {
        return new Stretch(Kind.BLACK, FROM + Math.round(from * 1e6), FROM + Math.round(to * 1e6));
    }
}
