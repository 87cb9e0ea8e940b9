package dev.segue.prober;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.segue.contract.MediaInfo;
import dev.segue.contract.Rational;
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
        assertThat(odd.video().sampleAspect()).isEqualTo(new Rational(1, 1));
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

    private static int rotated(int degrees) throws Exception {
        return video("\"side_data_list\":[{\"side_data_type\":\"x\"},{\"rotation\":" + degrees + "}]")
                .rotation();
    }

    private static MediaInfo.Video video(String fields) throws Exception {
        return stream(fields).video();
    }

    private static SourceStream stream(String fields) throws Exception {
        String json = "{\"index\":0,\"codec_type\":\"video\",\"codec_name\":\"h264\",\"width\":640,\"height\":360,"
                + "\"pix_fmt\":\"yuv420p\",\"time_base\":\"1/25\"," + fields + "}";
        return new SourceStream(JsonMapper.builder().build().readTree(json));
    }
}
