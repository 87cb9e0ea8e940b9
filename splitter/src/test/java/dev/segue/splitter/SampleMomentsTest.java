package dev.segue.splitter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.contract.Rational;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Films of 25 frames a second in milliseconds that begin at 5 s. */
class SampleMomentsTest {
    private static final long ORIGIN = 5_000;

    @Test
    void aLongFilmIsTriedInTenPlacesOfTwoSeconds() {
        List<List<Excerpt>> all = film(7_200, 4_000);

        assertThat(all).hasSize(10).allSatisfy(c -> assertThat(lengthMs(c.getFirst()))
                .isEqualTo(2_000));
        assertThat(all.getFirst().getFirst().times().start()).isEqualTo(ORIGIN + 360_000);
        assertThat(all.getLast().getFirst().times().start()).isEqualTo(ORIGIN + 6_840_000);
    }

    @Test
    void aboutAThirtiethOfAFilmIsTriedAndAtLeastASecond() {
        for (int seconds : new int[] {30, 60, 100, 180, 300, 600}) {
            assertThat(film(seconds, 2_000).stream()
                            .mapToLong(c -> lengthMs(c.getFirst()))
                            .sum())
                    .as("%d s", seconds)
                    .isBetween(seconds * 1_000L / 60, seconds * 1_000L / 30);
        }
        assertThat(film(4, 2_000)).hasSize(1);
        assertThat(lengthMs(film(4, 2_000).getFirst().getFirst())).isEqualTo(1_000);
    }

    @Test
    void anExcerptBeginsWithAKeyFrameSoThatNothingIsDecodedInVain() {
        assertThat(film(180, 3_000))
                .allSatisfy(candidates -> assertThat(candidates).allSatisfy(e -> {
                    assertThat((e.times().start() - ORIGIN) % 3_000).isZero();
                    assertThat(e.seek()).isEqualTo(e.times().start());
                }));
    }

    @Test
    void candidatesOfASampleStayInItsPartOfTheFilm() {
        List<List<Excerpt>> all = film(180, 2_000);

        assertThat(all).hasSize(3);
        for (int i = 0; i < 3; i++) {
            long from = ORIGIN + i * 60_000L;
            assertThat(all.get(i))
                    .hasSize(3)
                    .allSatisfy(e -> assertThat(e.times().start()).isBetween(from, from + 58_000));
        }
    }

    @Test
    void withoutKeyFramesOnlyTheBeginningIsTried() {
        long[] times = times(600);
        List<List<Excerpt>> all =
                new SampleMoments(times, ORIGIN + 600_000, new long[0], t -> null, new Rational(1, 1_000)).candidates();

        assertThat(all).allSatisfy(candidates -> assertThat(candidates)
                .allSatisfy(e -> assertThat(e.times().end()).isLessThan(ORIGIN + 32_000)));
    }

    @Test
    void aFilmShorterThanASecondIsTriedWhole() {
        long[] times = {0, 40, 80};
        List<List<Excerpt>> all =
                new SampleMoments(times, 120, new long[] {0}, t -> 0L, new Rational(1, 1_000)).candidates();

        assertThat(all).hasSize(1);
        assertThat(all.getFirst()).hasSize(1);
        assertThat(all.getFirst().getFirst().times().count()).isEqualTo(3);
        assertThat(all.getFirst().getFirst().last()).isTrue();
        assertThat(all.getFirst().getFirst().seek()).isNull();
    }

    private static List<List<Excerpt>> film(int seconds, int keyMs) {
        long[] times = times(seconds);
        long[] keys =
                Arrays.stream(times).filter(t -> (t - ORIGIN) % keyMs == 0).toArray();
        return new SampleMoments(times, ORIGIN + seconds * 1_000L, keys, t -> t, new Rational(1, 1_000)).candidates();
    }

    private static long[] times(int seconds) {
        return LongStream.range(0, seconds * 25L).map(i -> ORIGIN + i * 40).toArray();
    }

    private static long lengthMs(Excerpt excerpt) {
        return excerpt.times().end() - excerpt.times().start();
    }
}
