package dev.segue.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.contract.HdrMetadata;
import dev.segue.contract.MediaInfo.DynamicRange;
import dev.segue.contract.RateControl;
import dev.segue.contract.VideoCodec;
import dev.segue.contract.VideoRendition;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CodecArgumentsTest {
    private static final RateControl FREE = new RateControl.Crf(23, null, null);
    private static final RateControl CAPPED = new RateControl.Crf(23, 900_000L, 1_800_000L);
    private static final RateControl AVERAGE = new RateControl.Vbr(600_000, 900_000L, 1_800_000L);
    private static final RateControl CONSTANT = new RateControl.Cbr(600_000, 600_000L);
    private static final HdrMetadata HDR10 = new HdrMetadata(
            new HdrMetadata.Mastering(34_000, 16_000, 13_250, 34_500, 7_500, 3_000, 15_635, 16_450, 10_000_000, 50),
            1_000,
            null);

    @Test
    void h264() {
        assertThat(software(VideoCodec.H264, "medium", CAPPED))
                .isEqualTo("-c:v libx264 -preset medium -threads 1 -crf 23 -maxrate 900000 -bufsize 1800000 -g 100000"
                        + " -keyint_min 1 -sc_threshold 0 -forced-idr 1 -flags:v +cgop");
        assertThat(software(VideoCodec.H264, "medium", AVERAGE))
                .contains("-b:v 600000 -maxrate 900000 -bufsize 1800000 -g");
        assertThat(software(VideoCodec.H264, "medium", CONSTANT))
                .contains("-b:v 600000 -minrate 600000 -maxrate 600000 -bufsize 600000 -g");
    }

    @Test
    void hevc() {
        assertThat(software(VideoCodec.HEVC, "medium", CAPPED))
                .isEqualTo(
                        "-c:v libx265 -preset medium -crf 23 -maxrate 900000 -bufsize 1800000 -g 100000 -keyint_min 1"
                                + " -forced-idr 1 -tag:v hvc1 -dolbyvision 0 -x265-params open-gop=0:scenecut=0:info=0"
                                + ":log-level=error:pools=none:frame-threads=1:wpp=0:lookahead-slices=0");
        assertThat(software(VideoCodec.HEVC, "medium", CONSTANT))
                .contains("-maxrate 600000")
                .endsWith(":strict-cbr=1");
    }

    @Test
    void av1() {
        assertThat(software(VideoCodec.AV1, "8", CAPPED))
                .isEqualTo("-c:v libsvtav1 -preset 8 -crf 23 -maxrate 900000 -bufsize 1800000 -g 51 -dolbyvision 0"
                        + " -svtav1-params scd=0:enable-overlays=0:lp=1");
        assertThat(software(VideoCodec.AV1, "8", AVERAGE))
                .contains("-b:v 600000 -bufsize 1800000 -g")
                .doesNotContain("maxrate");
        assertThat(software(VideoCodec.AV1, "8", CONSTANT))
                .contains("-b:v 600000 -bufsize 600000 -g")
                .endsWith(":rc=2:pred-struct=1");
    }

    @Test
    void vp9() {
        assertThat(software(VideoCodec.VP9, "4", CAPPED))
                .isEqualTo("-c:v libvpx-vp9 -deadline good -cpu-used 4 -threads 1 -row-mt 0 -crf 23 -b:v 900000"
                        + " -bufsize 1800000 -g 100000 -keyint_min 100000 -lag-in-frames 25 -auto-alt-ref 1");
        assertThat(software(VideoCodec.VP9, "4", FREE)).contains("-crf 23 -b:v 0 -g");
        assertThat(software(VideoCodec.VP9, "4", CONSTANT)).contains("-b:v 600000 -minrate 600000 -maxrate 600000");
    }

    @Test
    void theBenchmarkLeavesThreadsToTheEncoders() {
        for (VideoCodec codec : VideoCodec.values()) {
            VideoRendition r = rendition(codec, "5", null, "yuv420p", DynamicRange.SDR, FREE);
            assertThat(SoftwareEncoders.of(codec).arguments(r, null, 50, CodecImplementation.ALL_THREADS))
                    .doesNotContain("-threads")
                    .noneMatch(a -> a.contains("lp=1") || a.contains("pools"));
        }
        VideoRendition vp9 = rendition(VideoCodec.VP9, "5", null, "yuv420p", DynamicRange.SDR, FREE);
        assertThat(SoftwareEncoders.of(VideoCodec.VP9).arguments(vp9, null, 50, CodecImplementation.ALL_THREADS))
                .containsSequence("-row-mt", "1");
    }

    @Test
    void brightnessIsToldToTheEncoderInItsOwnUnitsButNotOfAnSdrRendition() {
        VideoRendition hevc = rendition(VideoCodec.HEVC, "fast", null, "yuv420p10le", DynamicRange.PQ, FREE);
        VideoRendition av1 = rendition(VideoCodec.AV1, "8", null, "yuv420p10le", DynamicRange.PQ, FREE);
        VideoRendition sdr = rendition(VideoCodec.HEVC, "fast", null, "yuv420p", DynamicRange.SDR, FREE);

        assertThat(SoftwareEncoders.of(VideoCodec.HEVC)
                        .arguments(hevc, HDR10, 50, 1)
                        .getLast())
                .endsWith(":hdr10=1:master-display=G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)"
                        + "L(10000000,50):max-cll=1000,0");
        assertThat(SoftwareEncoders.of(VideoCodec.AV1)
                        .arguments(av1, HDR10, 50, 1)
                        .getLast())
                .endsWith(":mastering-display=G(0.26500,0.69000)B(0.15000,0.06000)R(0.68000,0.32000)"
                        + "WP(0.31270,0.32900)L(1000.0000,0.0050):content-light=1000,0");
        assertThat(SoftwareEncoders.of(VideoCodec.HEVC)
                        .arguments(sdr, HDR10, 50, 1)
                        .getLast())
                .doesNotContain("master-display", "hdr10");
    }

    @Test
    void tunesAndPrivateOptionsOfTheProfileReachEachEncoderInItsOwnWay() {
        assertThat(tuned(VideoCodec.H264, "film", "aq-mode=3"))
                .contains("-tune film")
                .endsWith("-x264-params aq-mode=3");
        assertThat(tuned(VideoCodec.HEVC, "grain", "aq-mode=3"))
                .contains("-tune grain")
                .contains("-x265-params aq-mode=3:open-gop=0");
        assertThat(tuned(VideoCodec.AV1, "0", "film-grain=8"))
                .contains("-svtav1-params film-grain=8:scd=0:enable-overlays=0:tune=0");
        assertThat(tuned(VideoCodec.VP9, "film", "aq-mode=2"))
                .contains("-tune-content film")
                .endsWith("-aq-mode 2");
        assertThatThrownBy(() -> tuned(VideoCodec.VP9, "film", "aq-mode")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void encodersRefuseWhatTheyCannotCarry() {
        VideoRendition hdr = rendition(VideoCodec.HEVC, "fast", null, "yuv420p10le", DynamicRange.HLG, FREE);
        VideoRendition ten = rendition(VideoCodec.VP9, "5", null, "yuv420p10le", DynamicRange.SDR, FREE);

        assertThat(SoftwareEncoders.of(VideoCodec.H264).carries(hdr)).isFalse();
        assertThat(SoftwareEncoders.of(VideoCodec.VP9).carries(ten)).isFalse();
        assertThat(SoftwareEncoders.of(VideoCodec.HEVC).carries(hdr)).isTrue();
        assertThat(SoftwareEncoders.of(VideoCodec.AV1).carries(hdr)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void devicesAreNamedAfterTheirCodecAndForceKeyFramesAlone(VideoCodec codec) {
        for (CodecImplementation device : HardwareEncoders.of(codec)) {
            for (RateControl control : List.of(FREE, CAPPED, AVERAGE, CONSTANT)) {
                VideoRendition r = rendition(codec, "medium", null, "yuv420p", DynamicRange.SDR, control);
                List<String> args = device.arguments(r, null, 50, 1);
                assertThat(args).startsWith("-c:v", device.id()).containsSequence("-g", "100000");
                assertThat(device.id()).startsWith(codec.label() + "_");
                assertThat(args.contains("hvc1")).isEqualTo(codec == VideoCodec.HEVC);
                assertThat(args.contains("-maxrate")).isEqualTo(control.maxrateBps() != null);
            }
        }
        assertThat(HardwareEncoders.of(codec)).doesNotHaveDuplicates();
    }

    private static String tuned(VideoCodec codec, String tune, String option) {
        VideoRendition r =
                new VideoRendition("v", codec, 640, 360, FREE, "5", tune, "yuv420p", DynamicRange.SDR, List.of(option));
        return String.join(" ", SoftwareEncoders.of(codec).arguments(r, null, 50, 1));
    }

    private static String software(VideoCodec codec, String preset, RateControl control) {
        VideoRendition r = rendition(codec, preset, null, "yuv420p", DynamicRange.SDR, control);
        return String.join(" ", SoftwareEncoders.of(codec).arguments(r, null, 50, 1));
    }

    private static VideoRendition rendition(
            VideoCodec codec,
            String preset,
            @Nullable String tune,
            String pixelFormat,
            DynamicRange range,
            RateControl control) {
        return new VideoRendition("v", codec, 640, 360, control, preset, tune, pixelFormat, range, List.of());
    }
}
