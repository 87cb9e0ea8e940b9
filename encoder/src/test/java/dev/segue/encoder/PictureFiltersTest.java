package dev.segue.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.contract.FrameTimes;
import dev.segue.contract.MediaInfo;
import dev.segue.contract.MediaInfo.DynamicRange;
import dev.segue.contract.MediaInfo.Scan;
import dev.segue.contract.Unit;
import dev.segue.contract.VideoCodec;
import dev.segue.contract.VideoRendition;
import dev.segue.media.codec.CodecImplementation;
import dev.segue.media.codec.SoftwareEncoders;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PictureFiltersTest {
    private static final String CUT =
            "[0:0]trim=start_pts=512:end_pts=1536,setpts='if(N,max(PTS-(512),PREV_OUTPTS+1),PTS-(512))'";
    private static final CodecImplementation X264 = SoftwareEncoders.of(VideoCodec.H264);
    private static final String PROGRESSIVE_CUT =
            CUT.replace("]trim", "]bwdif=mode=send_frame:deint=all,settb=1/12800,trim");
    private static final String LINEAR = ",zscale=320:180:f=bicubic:t=linear:npl=100";
    private static final String TONE_MAP =
            ",format=gbrpf32le,zscale=p=bt709" + ",tonemap=tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=tv";
    private static final String BT709 = ",setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709";
    private static final String BT601 =
            ",setparams=range=tv:color_primaries=smpte170m:color_trc=smpte170m:colorspace=smpte170m";
    private static final String END = ",format=yuv420p" + BT709 + ",setsar=1," + Dullness.sourcePicture() + "[o0]";
    private static final String ZSCALE = ",split=1[s0];[s0]zscale=320:180:f=bicubic" + END;
    private static final String SCALE = ",split=1[s0];[s0]scale=320:180:flags=bicubic" + END;
    private static final String FROM_HDR = ",split=1[s0];[s0]zscale=320:180:f=bicubic,format=yuv420p"
            + ",sidedata=mode=delete:type=MASTERING_DISPLAY_METADATA,sidedata=mode=delete:type=CONTENT_LIGHT_LEVEL"
            + ",sidedata=mode=delete:type=AMBIENT_VIEWING_ENVIRONMENT"
            + BT709 + ",setsar=1," + Dullness.sourcePicture() + "[o0]";
    private static final FrameTimes TIMES = new FrameTimes(512, List.of(new FrameTimes.Run(512, 2)));
    private static final VideoRendition V180 = SampleUnits.rendition("v180", 320, 180);

    @ParameterizedTest
    @ValueSource(strings = {"yuv420p", "yuv422p", "yuv444p", "yuv420p10le", "yuv422p12le"})
    void plainPicturesAreScaledByTheFasterFilter(String pixelFormat) {
        assertThat(graph(1920, 1080, pixelFormat, Scan.PROGRESSIVE, DynamicRange.SDR, false))
                .isEqualTo(CUT + ZSCALE);
    }

    @ParameterizedTest
    @CsvSource({
        "1920, 1080, yuvj420p",
        "1920, 1080, yuva420p",
        "1920, 1080, yuv420p10be",
        "1921, 1080, yuv420p",
        "1920, 1081, yuv420p"
    })
    void otherPixelFormatsAndOddSizesAreScaledByTheFilterThatTakesAll(int width, int height, String pixelFormat) {
        assertThat(graph(width, height, pixelFormat, Scan.PROGRESSIVE, DynamicRange.SDR, false))
                .isEqualTo(CUT + SCALE);
    }

    @Test
    void interlacedPicturesBecomeOneProgressiveFrameEachBeforeTheCut() {
        assertThat(graph(1920, 1080, "yuv420p", Scan.INTERLACED, DynamicRange.SDR, false))
                .isEqualTo(PROGRESSIVE_CUT + SCALE);
    }

    @ParameterizedTest
    @EnumSource(names = {"PQ", "HLG"})
    void bothHighDynamicRangesAreToneMapped(DynamicRange range) {
        assertThat(hdr(range, "bt2020", "bt2020nc")).isEqualTo(CUT + LINEAR + TONE_MAP + FROM_HDR);
    }

    @Test
    void whatAHighDynamicRangeDoesNotTellOfItsColoursIsTakenForBt2020() {
        assertThat(hdr(DynamicRange.PQ, null, null))
                .isEqualTo(
                        CUT + ",setparams=color_primaries=bt2020:colorspace=bt2020nc" + LINEAR + TONE_MAP + FROM_HDR);
        assertThat(hdr(DynamicRange.HLG, null, "bt709"))
                .isEqualTo(CUT + ",setparams=color_primaries=bt2020" + LINEAR + TONE_MAP + FROM_HDR);
        assertThat(hdr(DynamicRange.PQ, "smpte432", null))
                .isEqualTo(CUT + ",setparams=colorspace=bt2020nc" + LINEAR + TONE_MAP + FROM_HDR);
    }

    @Test
    void interlacedHighDynamicRangeIsMadeProgressiveFirst() {
        assertThat(graph(1920, 1080, "yuv420p10le", Scan.INTERLACED, DynamicRange.HLG, false))
                .isEqualTo(PROGRESSIVE_CUT + ",setparams=color_primaries=bt2020:colorspace=bt2020nc"
                        + ",scale=320:180:flags=bicubic,zscale=t=linear:npl=100" + TONE_MAP + FROM_HDR);
    }

    @Test
    void fullRangeBecomesTheRangeOfTelevision() {
        assertThat(graph(1920, 1080, "yuvj420p", Scan.PROGRESSIVE, DynamicRange.SDR, true))
                .isEqualTo(CUT + SCALE.replace("flags=bicubic", "flags=bicubic:out_range=tv"));
    }

    @Test
    void whatSaysThatItsColoursAreOthersBecomesBt709() {
        assertThat(sdr(720, 576, "yuv420p", "bt470bg", "bt470bg"))
                .contains("zscale=320:180:f=bicubic:min=bt470bg:m=bt709:pin=bt470bg:p=bt709:tin=bt709:t=bt709" + END);
        assertThat(sdr(720, 576, "yuv420p", null, "smpte170m")).contains("f=bicubic:min=smpte170m:m=bt709" + END);
        assertThat(sdr(3840, 2160, "yuv420p10le", "bt2020", "bt2020nc"))
                .contains(":min=bt2020nc:m=bt709:pin=bt2020:p=bt709:tin=bt709:t=bt709" + END);
        assertThat(sdr(1920, 1080, "yuv420p", "bt709", "bt709")).isEqualTo(CUT + ZSCALE);
        assertThat(sdr(720, 576, "yuv420p", "bt709", "bt709")).isEqualTo(CUT + ZSCALE);
        assertThat(sdr(720, 575, "yuv420p", "smpte170m", "smpte170m"))
                .contains("scale=320:180:flags=bicubic:out_color_matrix=bt709,format=yuv420p10le"
                        + ",zscale=min=bt709:m=bt709:pin=smpte170m:p=bt709:tin=bt709:t=bt709" + END);
    }

    @Test
    void redGreenAndBlueBecomeLumaAndChromaOfBt709() {
        assertThat(sdr(320, 180, "gbrp", null, "gbr"))
                .isEqualTo(CUT + SCALE.replace("bicubic", "bicubic:out_color_matrix=bt709"));
        assertThat(sdr(320, 180, "bgr0", null, "gbr")).contains(":out_color_matrix=bt709" + END);
        assertThat(sdr(320, 180, "pal8", null, null))
                .contains("[s0]format=rgb24,scale=320:180")
                .contains(":out_color_matrix=bt709" + END);
    }

    @Test
    void numbersThatNobodyKnowsTheMeaningOfAreKeptAndDeclaredAsPlayersTakeThem() {
        assertThat(sdr(720, 576, "yuv420p", null, null)).isEqualTo(CUT + ZSCALE.replace(BT709, BT601));
        assertThat(sdr(1280, 536, "yuv420p", null, null)).isEqualTo(CUT + ZSCALE);
        assertThat(sdr(720, 1280, "yuv420p", null, null)).isEqualTo(CUT + ZSCALE);
    }

    @Test
    void highDynamicRangeIsKeptBesideOneToneMapping() {
        MediaInfo.Video stream = SampleUnits.picture(
                SampleUnits.MP4_25, 3840, 2160, "yuv420p10le", Scan.PROGRESSIVE, DynamicRange.PQ, false, null, null);
        List<VideoRendition> ladder = List.of(
                SampleUnits.rendition("sdr1", 160, 90),
                SampleUnits.rendition("hdr", VideoCodec.HEVC, 640, 360, "yuv420p10le", DynamicRange.PQ),
                SampleUnits.rendition("sdr2", 320, 180));
        String cleared =
                ",sidedata=mode=delete:type=MASTERING_DISPLAY_METADATA,sidedata=mode=delete:type=CONTENT_LIGHT_LEVEL"
                        + ",sidedata=mode=delete:type=AMBIENT_VIEWING_ENVIRONMENT";

        String graph = PictureFilters.graph(
                SampleUnits.chunk(stream, TIMES, 512L, List.of(0), ladder.toArray(VideoRendition[]::new)), X264);

        assertThat(graph)
                .isEqualTo(CUT + ",split=2[hdr][sdr];[sdr]setparams=color_primaries=bt2020:colorspace=bt2020nc" + LINEAR
                        + TONE_MAP + ",split=2[s0][s2]"
                        + ";[s0]zscale=160:90:f=bicubic,format=yuv420p" + cleared + BT709 + ",setsar=1,"
                        + Dullness.sourcePicture() + "[o0]"
                        + ";[s2]zscale=320:180:f=bicubic,format=yuv420p" + cleared + BT709 + ",setsar=1[o2]"
                        + ";[hdr]split=1[s1];[s1]zscale=640:360:f=bicubic,format=yuv420p10le" + cleared
                        + ",setparams=range=tv:color_primaries=bt2020:color_trc=smpte2084:colorspace=bt2020nc"
                        + ",setsar=1[o1]");
    }

    @Test
    void brightnessThatTheSourceDoesNotHaveIsADefect() {
        MediaInfo.Video stream = SampleUnits.picture(SampleUnits.MP4_25);
        VideoRendition hdr = SampleUnits.rendition("hdr", VideoCodec.HEVC, 320, 180, "yuv420p10le", DynamicRange.HLG);

        assertThatThrownBy(() -> PictureFilters.graph(SampleUnits.chunk(stream, TIMES, 512L, List.of(0), hdr), X264))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theLastChunkTakesAllThatComes() {
        Unit.VideoChunk last = new Unit.VideoChunk(
                "video-h264",
                2,
                3,
                SampleUnits.picture(SampleUnits.MP4_25),
                TIMES,
                null,
                0,
                1_024,
                4,
                List.of(2),
                List.of(0),
                true,
                List.of(V180),
                null);

        assertThat(PictureFilters.graph(last, X264))
                .isEqualTo("[0:0]trim=start_pts=512,setpts='if(N,max(PTS-(512),PREV_OUTPTS+1),PTS-(512))'"
                        + ZSCALE.replace(BT709, BT601));
    }

    @Test
    void timesBeforeZeroAreTakenAsTheyAre() {
        FrameTimes early = new FrameTimes(-1_024, List.of(new FrameTimes.Run(512, 2)));
        Unit.VideoChunk chunk =
                SampleUnits.chunk(SampleUnits.picture(SampleUnits.MP4_25), early, null, List.of(0), V180);

        assertThat(PictureFilters.graph(chunk, X264))
                .isEqualTo(
                        "[0:0]trim=start_pts=-1024:end_pts=0,setpts='if(N,max(PTS-(-1024),PREV_OUTPTS+1),PTS-(-1024))'"
                                + ZSCALE.replace(BT709, BT601));
    }

    private static String hdr(DynamicRange range, @Nullable String primaries, @Nullable String matrix) {
        MediaInfo.Video stream = SampleUnits.picture(
                SampleUnits.MP4_25, 3840, 2160, "yuv420p10le", Scan.PROGRESSIVE, range, false, primaries, matrix);
        return PictureFilters.graph(SampleUnits.chunk(stream, TIMES, 512L, List.of(0), V180), X264);
    }

    private static String sdr(
            int width, int height, String pixelFormat, @Nullable String primaries, @Nullable String matrix) {
        MediaInfo.Video stream = SampleUnits.picture(
                SampleUnits.MP4_25,
                width,
                height,
                pixelFormat,
                Scan.PROGRESSIVE,
                DynamicRange.SDR,
                false,
                primaries,
                matrix);
        return PictureFilters.graph(SampleUnits.chunk(stream, TIMES, 512L, List.of(0), V180), X264);
    }

    private static String graph(
            int width, int height, String pixelFormat, Scan scan, DynamicRange range, boolean fullRange) {
        MediaInfo.Video stream =
                SampleUnits.picture(SampleUnits.MP4_25, width, height, pixelFormat, scan, range, fullRange);
        return PictureFilters.graph(SampleUnits.chunk(stream, TIMES, 512L, List.of(0), V180), X264);
    }
}
