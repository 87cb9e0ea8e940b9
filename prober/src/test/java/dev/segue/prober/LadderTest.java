package dev.segue.prober;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.contract.MediaInfo;
import dev.segue.contract.RateControl;
import dev.segue.contract.Rational;
import dev.segue.contract.VideoCodec;
import dev.segue.contract.VideoRendition;
import java.util.List;
import org.junit.jupiter.api.Test;

class LadderTest {
    private static final Profile STANDARD = Profiles.load(null).find("standard").orElseThrow();
    private static final Profile PREMIUM = Profiles.load(null).find("premium").orElseThrow();
    private static final Rational SQUARE = new Rational(1, 1);

    @Test
    void aFullHdFilmGetsEveryRung() {
        assertThat(sizes(1920, 1080, 0, SQUARE))
                .containsExactly("v240 426x240", "v360 640x360", "v480 854x480", "v720 1280x720", "v1080 1920x1080");
    }

    @Test
    void nothingIsMadeLargerThanTheSource() {
        assertThat(sizes(1280, 720, 0, SQUARE))
                .containsExactly("v240 426x240", "v360 640x360", "v480 854x480", "v720 1280x720");
    }

    @Test
    void aSourceAboveTheTopIsScaledDownToIt() {
        assertThat(sizes(7680, 4320, 0, SQUARE)).last().isEqualTo("v1080 1920x1080");
    }

    @Test
    void aSourceBetweenTwoRungsKeepsItsOwnSizeAsTheTop() {
        assertThat(sizes(768, 432, 0, SQUARE)).containsExactly("v240 426x240", "v360 640x360", "v432 768x432");
    }

    @Test
    void aStepOfLessThanATenthIsLeftOut() {
        assertThat(sizes(656, 370, 0, SQUARE)).containsExactly("v240 426x240", "v360 638x360");
        assertThat(sizes(1024, 768, 0, SQUARE))
                .containsExactly("v240 320x240", "v360 480x360", "v480 640x480", "v720 960x720");
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
        assertThat(sizes(720, 1280, 0, SQUARE))
                .containsExactly("v240 240x426", "v360 360x640", "v480 480x854", "v720 720x1280");
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
                .containsExactly("v240 576x240", "v360 864x360", "v480 1152x480", "v720 1728x720", "v800 1920x800");
    }

    @Test
    void anOwnSizeGetsItsShareOfTheRungAboveIt() {
        VideoRendition own = ladder(768, 432, 0, SQUARE).getLast();

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
        VideoRendition rendition = Ladder.fit(lossless(VideoCodec.H264), video(3840, 2160, 0, SQUARE))
                .renditions()
                .getFirst();

        assertThat(rendition.id()).isEqualTo("vsrc");
        assertThat(rendition.width()).isEqualTo(3840);
        assertThat(rendition.pixelFormat()).isEqualTo("yuv422p10le");
        assertThat(rendition.rateControl().maxrateBps()).isNull();
    }

    @Test
    void aPixelFormatOfTheSourceThatTheCodecLacksBecomesTheNearestItHas() {
        assertThat(Ladder.fit(lossless(VideoCodec.AV1), video(640, 360, 0, SQUARE))
                        .renditions())
                .extracting(VideoRendition::pixelFormat)
                .containsExactly("yuv420p10le");
    }

    @Test
    void everyRungThatIsNotMadeSaysWhy() {
        assertThat(leftOut(656, 370)).containsExactly("v480 upscaling", "v720 upscaling", "v1080 upscaling");
        assertThat(leftOut(768, 432)).containsExactly("v480 upscaling", "v720 upscaling", "v1080 upscaling");
        assertThat(leftOut(1280, 720)).containsExactly("v1080 upscaling");
        assertThat(leftOut(3840, 2160)).isEmpty();
        LadderProfile.Rung near = new LadderProfile.Rung("v384", 384, null, null, 23, null, null, null);
        LadderProfile.Rung low = new LadderProfile.Rung("v360", 360, null, null, 23, null, null, null);
        LadderProfile close =
                new LadderProfile(VideoCodec.H264, "fast", null, "yuv420p", null, null, List.of(low, near));
        assertThat(Ladder.fit(close, video(1280, 720, 0, SQUARE)).leftOut())
                .extracting(o -> o.what() + " " + o.code())
                .containsExactly("v384 same-size");
    }

    @Test
    void hdrIsKeptInTenBitWhereTheLadderAsksForIt() {
        MediaInfo.Video hlg = video(3840, 2160, 0, SQUARE, MediaInfo.DynamicRange.HLG);

        assertThat(PREMIUM.ladders())
                .extracting(l -> Ladder.fit(l, hlg).renditions().getLast())
                .extracting(r -> r.id() + " " + r.dynamicRange() + " " + r.pixelFormat())
                .containsExactly("v1080 SDR yuv420p", "hevc2160 HLG yuv420p10le", "av1-1440 HLG yuv420p10le");
        assertThat(Ladder.fit(PREMIUM.ladders().getFirst(), hlg).leftOut())
                .extracting(o -> o.what() + " " + o.code())
                .containsExactly("h264 hdr");
    }

    @Test
    void anOwnSizeHasAnIdOfItsOwnInEveryCodec() {
        assertThat(PREMIUM.ladders())
                .extracting(l -> Ladder.fit(l, video(1600, 900, 0, SQUARE))
                        .renditions()
                        .getLast()
                        .id())
                .containsExactly("v900", "hevc900", "av1-900");
    }

    private static LadderProfile lossless(VideoCodec codec) {
        LadderProfile.Rung rung = new LadderProfile.Rung("vsrc", null, "source", null, 0, null, null, null);
        String preset = codec == VideoCodec.H264 ? "ultrafast" : "12";
        return new LadderProfile(codec, preset, null, "source", null, null, List.of(rung));
    }

    private static List<String> leftOut(int width, int height) {
        return Ladder.fit(STANDARD.ladders().getFirst(), video(width, height, 0, SQUARE)).leftOut().stream()
                .map(o -> o.what() + " " + o.code())
                .toList();
    }

    private static List<String> sizes(int width, int height, int rotation, Rational aspect) {
        return ladder(width, height, rotation, aspect).stream()
                .map(r -> r.id() + " " + r.width() + "x" + r.height())
                .toList();
    }

    private static List<VideoRendition> ladder(int width, int height, int rotation, Rational aspect) {
        return Ladder.fit(STANDARD.ladders().getFirst(), video(width, height, rotation, aspect))
                .renditions();
    }

    private static MediaInfo.Video video(int width, int height, int rotation, Rational aspect) {
        return video(width, height, rotation, aspect, MediaInfo.DynamicRange.SDR);
    }

    private static MediaInfo.Video video(
            int width, int height, int rotation, Rational aspect, MediaInfo.DynamicRange range) {
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
                range,
                false,
                "bt709",
                "bt709",
                null,
                null);
    }
}
