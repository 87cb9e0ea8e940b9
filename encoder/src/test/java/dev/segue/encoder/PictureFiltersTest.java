package dev.segue.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.contract.FrameTimes;
import dev.segue.contract.MediaInfo;
import dev.segue.contract.MediaInfo.DynamicRange;
import dev.segue.contract.MediaInfo.Scan;
import dev.segue.contract.Unit;
import dev.segue.contract.VideoRendition;
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
    private static final String PROGRESSIVE_CUT =
            CUT.replace("]trim", "]bwdif=mode=send_frame:deint=all,settb=1/12800,trim");
    private static final String TONE_MAP = ",zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709"
            + ",tonemap=tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=tv";
    private static final String ZSCALE = ",split=1[s0];[s0]zscale=320:180:f=bicubic,format=yuv420p,setsar=1[o0]";
    private static final String SCALE = ",split=1[s0];[s0]scale=320:180:flags=bicubic,format=yuv420p,setsar=1[o0]";
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
        "1920, 1080, bgr0",
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
        assertThat(graph(720, 576, "yuv420p", Scan.INTERLACED, DynamicRange.SDR, false))
                .isEqualTo(PROGRESSIVE_CUT + SCALE);
    }

    @ParameterizedTest
    @EnumSource(names = {"PQ", "HLG"})
    void bothHighDynamicRangesAreToneMapped(DynamicRange range) {
        assertThat(hdr(range, "bt2020", "bt2020nc")).isEqualTo(CUT + TONE_MAP + ZSCALE);
    }

    @Test
    void whatAHighDynamicRangeDoesNotTellOfItsColoursIsTakenForBt2020() {
        assertThat(hdr(DynamicRange.PQ, null, null))
                .isEqualTo(CUT + ",setparams=color_primaries=bt2020:colorspace=bt2020nc" + TONE_MAP + ZSCALE);
        assertThat(hdr(DynamicRange.HLG, null, "bt709"))
                .isEqualTo(CUT + ",setparams=color_primaries=bt2020" + TONE_MAP + ZSCALE);
        assertThat(hdr(DynamicRange.PQ, "smpte432", null))
                .isEqualTo(CUT + ",setparams=colorspace=bt2020nc" + TONE_MAP + ZSCALE);
    }

    @Test
    void interlacedHighDynamicRangeIsMadeProgressiveFirst() {
        assertThat(graph(1920, 1080, "yuv420p10le", Scan.INTERLACED, DynamicRange.HLG, false))
                .isEqualTo(
                        PROGRESSIVE_CUT + ",setparams=color_primaries=bt2020:colorspace=bt2020nc" + TONE_MAP + SCALE);
    }

    @Test
    void fullRangeBecomesTheRangeOfTelevision() {
        assertThat(graph(1920, 1080, "yuvj420p", Scan.PROGRESSIVE, DynamicRange.SDR, true))
                .isEqualTo(CUT + SCALE.replace("flags=bicubic", "flags=bicubic:out_range=tv"));
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

        assertThat(PictureFilters.graph(last))
                .isEqualTo("[0:0]trim=start_pts=512,setpts='if(N,max(PTS-(512),PREV_OUTPTS+1),PTS-(512))'" + ZSCALE);
    }

    @Test
    void timesBeforeZeroAreTakenAsTheyAre() {
        FrameTimes early = new FrameTimes(-1_024, List.of(new FrameTimes.Run(512, 2)));
        Unit.VideoChunk chunk =
                SampleUnits.chunk(SampleUnits.picture(SampleUnits.MP4_25), early, null, List.of(0), V180);

        assertThat(PictureFilters.graph(chunk))
                .isEqualTo(
                        "[0:0]trim=start_pts=-1024:end_pts=0,setpts='if(N,max(PTS-(-1024),PREV_OUTPTS+1),PTS-(-1024))'"
                                + ZSCALE);
    }

    private static String hdr(DynamicRange range, @Nullable String primaries, @Nullable String matrix) {
        MediaInfo.Video stream = SampleUnits.picture(
                SampleUnits.MP4_25, 3840, 2160, "yuv420p10le", Scan.PROGRESSIVE, range, false, primaries, matrix);
        return PictureFilters.graph(SampleUnits.chunk(stream, TIMES, 512L, List.of(0), V180));
    }

    private static String graph(
            int width, int height, String pixelFormat, Scan scan, DynamicRange range, boolean fullRange) {
        MediaInfo.Video stream =
                SampleUnits.picture(SampleUnits.MP4_25, width, height, pixelFormat, scan, range, fullRange);
        return PictureFilters.graph(SampleUnits.chunk(stream, TIMES, 512L, List.of(0), V180));
    }
}
