package dev.segue.prober;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.contract.MediaInfo;
import dev.segue.contract.RateControl;
import dev.segue.contract.Rational;
import dev.segue.contract.VideoRendition;
import java.util.List;
import org.junit.jupiter.api.Test;

class LadderTest {
    private static final Profile STANDARD = Profiles.load(null).find("standard").orElseThrow();
    private static final Rational SQUARE = new Rational(1, 1);

    @Test
    void aFullHdFilmGetsEveryRung() {
        assertThat(sizes(1920, 1080, 0, SQUARE))
                .containsExactly("v360 640x360", "v480 854x480", "v720 1280x720", "v1080 1920x1080");
    }

    @Test
    void nothingIsMadeLargerThanTheSource() {
        assertThat(sizes(1280, 720, 0, SQUARE)).containsExactly("v360 640x360", "v480 854x480", "v720 1280x720");
    }

    @Test
    void aSourceAboveTheTopIsScaledDownToIt() {
        assertThat(sizes(7680, 4320, 0, SQUARE)).last().isEqualTo("v1080 1920x1080");
    }

    @Test
    void aSourceBetweenTwoRungsKeepsItsOwnSizeAsTheTop() {
        assertThat(sizes(768, 432, 0, SQUARE)).containsExactly("v360 640x360", "v432 768x432");
    }

    @Test
    void aStepOfLessThanATenthIsLeftOut() {
        assertThat(sizes(656, 370, 0, SQUARE)).containsExactly("v360 638x360");
        assertThat(sizes(1024, 768, 0, SQUARE)).containsExactly("v360 480x360", "v480 640x480", "v720 960x720");
    }

    @Test
    void aSourceBelowTheLowestRungGetsItsOwnSizeAlone() {
        assertThat(sizes(320, 180, 0, SQUARE)).containsExactly("v180 320x180");
    }

    @Test
    void oddSizesAreBroughtDownToEvenOnes() {
        assertThat(sizes(161, 121, 0, SQUARE)).containsExactly("v120 160x120");
    }

    @Test
    void theNumberOfARungIsTheShorterSideOfAPortrait() {
        assertThat(sizes(720, 1280, 0, SQUARE)).containsExactly("v360 360x640", "v480 480x854", "v720 720x1280");
    }

    @Test
    void aTurnedPictureIsPlannedUpright() {
        assertThat(sizes(1920, 1080, 90, SQUARE)).last().isEqualTo("v1080 1080x1920");
        assertThat(sizes(1280, 720, 270, SQUARE)).last().isEqualTo("v720 720x1280");
        assertThat(sizes(1280, 720, 180, SQUARE)).last().isEqualTo("v720 1280x720");
    }

    @Test
    void pixelsBecomeSquare() {
        assertThat(sizes(720, 576, 0, new Rational(16, 15))).last().isEqualTo("v576 768x576");
        assertThat(sizes(720, 480, 0, new Rational(8, 9))).last().isEqualTo("v480 640x480");
        assertThat(sizes(720, 576, 90, new Rational(16, 15))).last().isEqualTo("v576 576x768");
    }

    @Test
    void aWideFilmKeepsItsAspect() {
        assertThat(sizes(1920, 800, 0, SQUARE))
                .containsExactly("v360 864x360", "v480 1152x480", "v720 1728x720", "v800 1920x800");
    }

    @Test
    void anOwnSizeGetsItsShareOfTheRungAboveIt() {
        VideoRendition own = ladder(768, 432, 0, SQUARE).get(1);

        assertThat(own.rateControl().maxrateBps()).isEqualTo(1_600_000L * 432 * 432 / (480 * 480));
        assertThat(own.rateControl().bufsizeBits()).isEqualTo(2_592_000L);
        assertThat(own.rateControl()).isInstanceOfSatisfying(RateControl.Crf.class, crf -> assertThat(crf.crf())
                .isEqualTo(23));
    }

    @Test
    void aTinySourceStillGetsABitRateThatMoves() {
        assertThat(ladder(32, 32, 0, SQUARE).get(0).rateControl().maxrateBps()).isEqualTo(100_000);
    }

    @Test
    void aProfileMayKeepSizeAndPixelFormatOfTheSource() {
        Profile.Picture lossless = new Profile.Picture(
                "h264", "ultrafast", "source", null, List.of(new Profile.Rung("vsrc", null, "source", 0, null, null)));

        VideoRendition rendition =
                Ladder.fit(lossless, video(3840, 2160, 0, SQUARE)).get(0);

        assertThat(rendition.id()).isEqualTo("vsrc");
        assertThat(rendition.width()).isEqualTo(3840);
        assertThat(rendition.pixelFormat()).isEqualTo("yuv422p10le");
        assertThat(rendition.rateControl().maxrateBps()).isNull();
    }

    private static List<String> sizes(int width, int height, int rotation, Rational aspect) {
        return ladder(width, height, rotation, aspect).stream()
                .map(r -> r.id() + " " + r.width() + "x" + r.height())
                .toList();
    }

    private static List<VideoRendition> ladder(int width, int height, int rotation, Rational aspect) {
        return Ladder.fit(STANDARD.video(), video(width, height, rotation, aspect));
    }

    private static MediaInfo.Video video(int width, int height, int rotation, Rational aspect) {
        return new MediaInfo.Video(
                0,
                "h264",
                null,
                width,
                height,
                rotation,
                aspect,
                "yuv422p10le",
                new Rational(1, 25),
                new Rational(25, 1),
                MediaInfo.Scan.PROGRESSIVE,
                MediaInfo.DynamicRange.SDR,
                false,
                "bt709",
                "bt709",
                null,
                null);
    }
}
