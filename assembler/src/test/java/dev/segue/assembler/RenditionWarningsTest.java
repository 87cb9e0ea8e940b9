package dev.segue.assembler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.contract.Quality;
import dev.segue.contract.QualityCheck;
import dev.segue.contract.QualityMeasured.Sample;
import dev.segue.contract.QualityMetric;
import dev.segue.contract.Segment;
import dev.segue.contract.StoredObject;
import dev.segue.contract.Stretch;
import dev.segue.contract.Stretch.Kind;
import dev.segue.contract.Warning;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RenditionWarningsTest {
    private static final long SECOND = 1_000_000;

    @Test
    void stretchesAreJoinedAcrossUnitsAndToldFromTwoSecondsOn() {
        List<Part> parts = List.of(
                part(stretch(Kind.BLACK, 0, 1), stretch(Kind.FREEZE, 3, 4)),
                part(stretch(Kind.FREEZE, 4, 8)),
                part(stretch(Kind.FREEZE, 8, 9), stretch(Kind.BLACK, 9, 11)));

        assertThat(RenditionWarnings.ofUnits(parts, 2 * SECOND))
                .containsExactly(
                        stretch(Kind.FREEZE, 3, 9).warning(),
                        stretch(Kind.BLACK, 9, 11).warning());
    }

    @Test
    void stretchesOfTwoKindsOrApartAreNotJoined() {
        List<Part> parts =
                List.of(part(stretch(Kind.BLACK, 0, 2)), part(stretch(Kind.FREEZE, 2, 4), stretch(Kind.BLACK, 3, 5)));

        assertThat(RenditionWarnings.ofUnits(parts, 2 * SECOND)).hasSize(3);
    }

    @Test
    void whatTheEncoderMadeDullIsToldHoweverShort() {
        List<Part> parts = List.of(part(stretch(Kind.BLACK, 0, 1), stretch(Kind.BLACK_DIFFERS, 2, 3)));

        assertThat(RenditionWarnings.ofUnits(parts, 2 * SECOND))
                .containsExactly(stretch(Kind.BLACK_DIFFERS, 2, 3).warning());
    }

    @Test
    void otherWarningsAreToldOnceEachAndNeverMoreThanTwentyOfAKind() {
        Warning odd = new Warning("odd", "It is odd.");
        Stretch[] many = IntStream.range(0, 30)
                .mapToObj(i -> new Stretch(Kind.FREEZE, i * 10 * SECOND, i * 10 * SECOND + 2 * SECOND + i))
                .toArray(Stretch[]::new);

        List<Warning> warnings = RenditionWarnings.ofUnits(
                List.of(new Part(1, List.of(Film.segment(0, 0, 1)), List.of(odd, odd), null), part(many)), 2 * SECOND);

        assertThat(warnings).hasSize(22).startsWith(odd);
        assertThat(warnings.getLast()).isEqualTo(new Warning("more-stretches", "There are 10 more, shorter ones."));
        assertThat(warnings.subList(1, 21))
                .isEqualTo(Arrays.stream(many).skip(10).map(Stretch::warning).toList());
    }

    @Test
    void theBitRateMayBeAFifthOffItsTarget() {
        assertThat(ofBitRate(1_200_000)).isEmpty();
        assertThat(ofBitRate(800_000)).isEmpty();
        assertThat(ofBitRate(1_200_008))
                .containsExactly(new Warning(
                        "bitrate-off-target",
                        "The average bit rate is 1200008 bit/s where 1000000 bit/s were aimed at."));
        assertThat(ofBitRate(799_992)).hasSize(1);
        assertThat(RenditionWarnings.ofBitRate(null, 1_000, List.of())).isEmpty();
    }

    @Test
    void qualityIsTheMeanOfAllFramesAndTheWorstSegment() {
        assertThat(Samples.quality(List.of(ssim(100, 900_000), ssim(300, 800_000))))
                .isEqualTo(new Quality(QualityMetric.SSIM, 825_000, 800_000, 2));
        assertThat(Samples.quality(List.of(new Sample("v720", 1, null)))).isNull();
    }

    @Test
    void theMetricOfMostSamplesCounts() {
        Sample vmaf = new Sample("v720", 100, new Quality(QualityMetric.VMAF, 950_000, 950_000, 1));

        assertThat(Samples.quality(List.of(vmaf, ssim(100, 900_000), ssim(100, 900_000))))
                .isEqualTo(new Quality(QualityMetric.SSIM, 900_000, 900_000, 2));
        assertThat(Samples.quality(List.of(vmaf, ssim(100, 900_000))))
                .as("of equally many the better metric")
                .isEqualTo(new Quality(QualityMetric.VMAF, 950_000, 950_000, 1));
    }

    @Test
    void qualityAtTheFloorPasses() {
        QualityCheck check = new QualityCheck(1, 900_000);
        List<Sample> samples = List.of(ssim(100, 900_000));

        assertThat(RenditionWarnings.ofQuality(check, Samples.quality(samples), samples))
                .isEmpty();
        assertThat(RenditionWarnings.ofQuality(new QualityCheck(1, 900_001), Samples.quality(samples), samples))
                .extracting(Warning::code)
                .containsExactly("quality-below-floor");
        assertThat(RenditionWarnings.ofQuality(check, null, List.of(new Sample("v720", 1, null))))
                .extracting(Warning::code)
                .containsExactly("quality-unknown");
    }

    private static List<Warning> ofBitRate(long bps) {
        Segment segment = new Segment(0, 0, 8_000, new StoredObject(bps, "2".repeat(64)));
        return RenditionWarnings.ofBitRate(1_000_000L, 1_000, List.of(segment));
    }

    private static Sample ssim(int frames, int millionths) {
        return new Sample("v720", frames, new Quality(QualityMetric.SSIM, millionths, millionths, 1));
    }

    private static Stretch stretch(Kind kind, long from, long to) {
        return new Stretch(kind, from * SECOND, to * SECOND);
    }

    private static Part part(Stretch... stretches) {
        List<Warning> warnings = Arrays.stream(stretches).map(Stretch::warning).toList();
        return new Part(1, List.of(Film.segment(0, 0, 1)), warnings, null);
    }
}
