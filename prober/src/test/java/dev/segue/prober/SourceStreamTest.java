package dev.segue.prober;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.segue.contract.HdrMetadata;
import dev.segue.contract.MediaInfo;
import dev.segue.contract.Rational;
import dev.segue.contract.RejectionCode;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SourceStreamTest {
    @Test
    void turnsTheDisplayMatrixIntoDegreesClockwise() throws Exception {
        assertThat(rotated(-90)).isEqualTo(90);
        assertThat(rotated(90)).isEqualTo(270);
        assertThat(rotated(180)).isEqualTo(180);
        assertThat(rotated(-180)).isEqualTo(180);
        assertThat(rotated(0)).isZero();
    }

    @Test
    void readsRangeScanAndAspect() throws Exception {
        MediaInfo.Video pq =
                video("\"color_transfer\":\"smpte2084\",\"field_order\":\"tt\",\"sample_aspect_ratio\":\"16:15\"");
        MediaInfo.Video hlg =
                video("\"color_transfer\":\"arib-std-b67\",\"field_order\":\"progressive\",\"color_range\":\"pc\"");

        assertThat(pq.dynamicRange()).isEqualTo(MediaInfo.DynamicRange.PQ);
        assertThat(pq.scan()).isEqualTo(MediaInfo.Scan.INTERLACED);
        assertThat(pq.sampleAspect()).isEqualTo(new Rational(16, 15));
        assertThat(pq.fullRange()).isFalse();
        assertThat(hlg.dynamicRange()).isEqualTo(MediaInfo.DynamicRange.HLG);
        assertThat(hlg.scan()).isEqualTo(MediaInfo.Scan.PROGRESSIVE);
        assertThat(hlg.fullRange()).isTrue();
    }

    @Test
    void coloursAreAbsentWhereTheSourceDoesNotTellThem() throws Exception {
        MediaInfo.Video told = video("\"color_primaries\":\"bt2020\",\"color_space\":\"bt2020nc\"");
        MediaInfo.Video untold = video("\"color_primaries\":\"unknown\",\"color_transfer\":\"smpte2084\"");

        assertThat(told.colorPrimaries()).isEqualTo("bt2020");
        assertThat(told.colorMatrix()).isEqualTo("bt2020nc");
        assertThat(untold.colorPrimaries()).isNull();
        assertThat(untold.colorMatrix()).isNull();
    }

    @Test
    void nonsenseOfTheContainerIsNotTakenForAValue() throws Exception {
        SourceStream odd =
                stream("\"avg_frame_rate\":\"1000/1\",\"r_frame_rate\":\"60/1\",\"sample_aspect_ratio\":\"0:1\"");
        SourceStream none = stream("\"avg_frame_rate\":\"0/0\",\"r_frame_rate\":\"1/0\"");

        assertThat(odd.oddRate()).isTrue();
        assertThat(odd.frameRate()).isEqualTo(new Rational(60, 1));
        assertThat(odd.video(Head.UNKNOWN).sampleAspect()).isEqualTo(new Rational(1, 1));
        assertThat(none.frameRate()).isNull();
        assertThat(none.durationUs()).isNull();
    }

    @Test
    void coversAreNoPictures() throws Exception {
        SourceStream cover = stream("\"disposition\":{\"attached_pic\":1}");

        assertThat(cover.isVideo()).isFalse();
        assertThat(cover.isCover()).isTrue();
    }

    @Test
    void readsTimesInMicroseconds() throws Exception {
        SourceStream stream = stream("\"start_time\":\"-0.023000\",\"duration\":\"3600.1\"");

        assertThat(stream.startUs()).isEqualTo(-23_000);
        assertThat(stream.durationUs()).isEqualTo(3_600_100_000L);
    }

    @Test
    void framesThatSayTheyAreInterlacedAreBelieved() throws Exception {
        Head head = Head.of(tree("[{\"interlaced_frame\":1},{\"interlaced_frame\":1},{\"interlaced_frame\":0}]"));

        assertThat(stream("\"field_order\":\"progressive\"").video(head).scan()).isEqualTo(MediaInfo.Scan.INTERLACED);
        assertThat(Head.of(tree("[{\"interlaced_frame\":1},{\"interlaced_frame\":0}]"))
                        .interlaced())
                .isFalse();
    }

    @Test
    void readsTheScreenAFilmWasGradedOnInTheUnitsOfItsBoxes() throws Exception {
        String frame = """
                [{"side_data_list": [
                  {"side_data_type": "Mastering display metadata",
                   "red_x": "34000/50000", "red_y": "16000/50000", "green_x": "13250/50000", "green_y": "34500/50000",
                   "blue_x": "7500/50000", "blue_y": "3000/50000", "white_point_x": "15635/50000",
                   "white_point_y": "16450/50000", "min_luminance": "1/10000", "max_luminance": "1000/1"},
                  {"side_data_type": "Content light level metadata", "max_content": 1000, "max_average": 400}]}]""";
        Head head = Head.of(tree(frame));

        assertThat(stream("\"color_transfer\":\"smpte2084\"").video(head).hdr())
                .isEqualTo(new HdrMetadata(
                        new HdrMetadata.Mastering(
                                34_000, 16_000, 13_250, 34_500, 7_500, 3_000, 15_635, 16_450, 10_000_000, 1),
                        1_000,
                        400));
        assertThat(video("\"color_transfer\":\"bt709\"").hdr()).isNull();
    }

    @Test
    void knowsDolbyVisionThatOrdinaryDecodersUnderstandFromTheOther() throws Exception {
        String record = "\"side_data_list\":[{\"side_data_type\":\"DOVI configuration record\",\"dv_profile\":%d,"
                + "\"dv_bl_signal_compatibility_id\":%d}]";
        SourceStream compatible = stream(record.formatted(8, 4));
        SourceStream alone = stream(record.formatted(5, 0));

        assertThat(compatible.video(Head.UNKNOWN).dolbyVisionProfile()).isEqualTo(8);
        SizeLimits.checkColours(compatible.dolbyVision());
        assertThatThrownBy(() -> SizeLimits.checkColours(alone.dolbyVision()))
                .isInstanceOfSatisfying(
                        Refusal.class, r -> assertThat(r.outcome().code()).isEqualTo(RejectionCode.UNSUPPORTED_CODEC));
    }

    @Test
    void aRhythmThatChangesIsVariableAndRoundingIsNot() throws Exception {
        assertThat(Head.of(times(
                                0, 16, 33, 50, 66, 83, 100, 116, 133, 150, 166, 183, 200, 216, 233, 250, 266, 283, 300,
                                316))
                        .irregular())
                .isFalse();
        assertThat(Head.of(times(
                                0, 40, 80, 120, 160, 260, 300, 340, 380, 420, 460, 500, 540, 580, 620, 660, 700, 740,
                                780, 820))
                        .irregular())
                .isTrue();
        assertThat(Head.of(times(0, 40, 140)).irregular()).isFalse();
        // The last packets read may lack the B-frames between them.
        assertThat(Head.of(times(
                                0, 40, 80, 120, 160, 200, 240, 280, 320, 360, 400, 440, 480, 520, 560, 600, 640, 680,
                                800, 960))
                        .irregular())
                .isFalse();
    }

    private static JsonNode times(long... times) throws Exception {
        return tree(Arrays.stream(times)
                .mapToObj(t -> "{\"best_effort_timestamp\":" + t + "}")
                .collect(Collectors.joining(",", "[", "]")));
    }

    private static JsonNode tree(String json) throws Exception {
        return JsonMapper.builder().build().readTree(json);
    }

    private static int rotated(int degrees) throws Exception {
        return video("\"side_data_list\":[{\"side_data_type\":\"x\"},{\"rotation\":" + degrees + "}]")
                .rotation();
    }

    private static MediaInfo.Video video(String fields) throws Exception {
        return stream(fields).video(Head.UNKNOWN);
    }

    private static SourceStream stream(String fields) throws Exception {
        String json = "{\"index\":0,\"codec_type\":\"video\",\"codec_name\":\"h264\",\"width\":640,\"height\":360,"
                + "\"pix_fmt\":\"yuv420p\",\"time_base\":\"1/25\"," + fields + "}";
        return new SourceStream(tree(json));
    }
}
