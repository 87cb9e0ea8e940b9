package dev.segue.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.contract.FrameTimes;
import dev.segue.contract.MediaInfo;
import dev.segue.contract.RateControl;
import dev.segue.contract.Rational;
import dev.segue.contract.Unit;
import dev.segue.contract.VideoCodec;
import dev.segue.contract.VideoRendition;
import dev.segue.media.codec.SoftwareEncoders;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VideoCommandTest {
    private static final List<String> INPUT = List.of("-f", "mov", "-i", "http://store/film");
    /** The second to fifth second of a film of 25 frames a second. */
    private static final FrameTimes FOUR_SECONDS = new FrameTimes(25_600, List.of(new FrameTimes.Run(512, 100)));

    private static final VideoRendition V180 = SampleUnits.rendition("v180", 320, 180);

    @Test
    void aChunkInTwoRenditions() {
        VideoRendition v720 = new VideoRendition(
                "v720",
                VideoCodec.H264,
                1280,
                720,
                new RateControl.Crf(21, 3_000_000L, 6_000_000L),
                "veryfast",
                null,
                "yuv420p",
                MediaInfo.DynamicRange.SDR,
                List.of("aq-mode=3", "rc-lookahead=20"));
        Unit.VideoChunk chunk = SampleUnits.chunk(
                SampleUnits.picture(SampleUnits.MP4_25), FOUR_SECONDS, 12_800L, List.of(0, 25, 50, 75), v720, V180);

        assertThat(VideoCommand.arguments(chunk, "mov", INPUT, SoftwareEncoders.of(VideoCodec.H264)))
                .containsExactly(words("""
                                -copyts -seek_timestamp 1 -noaccurate_seek -ss 1.0005
                                -threads 1 -f mov -i http://store/film
                                -filter_complex
                                [0:0]trim=start_pts=25600:end_pts=76800,setpts='if(N,max(PTS-(25600),PREV_OUTPTS+1),PTS-(25600))',split=2[s0][s1];\
                                [s0]zscale=1280:720:f=bicubic,format=yuv420p,setparams=range=tv:color_primaries=smpte170m:color_trc=smpte170m:colorspace=smpte170m,setsar=1[o0];\
                                [s1]zscale=320:180:f=bicubic,format=yuv420p,setparams=range=tv:color_primaries=smpte170m:color_trc=smpte170m:colorspace=smpte170m,setsar=1,\
                                blackdetect=d=0:pix_th=0.10:pic_th=0.98,freezedetect=d=0.25:n=0.001,\
                                metadata=mode=print:file=source.dull,metadata=mode=delete,\
                                blackdetect=d=0:pix_th=0.15:pic_th=0.90,freezedetect=d=0.25:n=0.02,\
                                metadata=mode=print:file=source-lenient.dull,metadata=mode=delete[o1]

                                -map [o0] -c:v libx264 -preset veryfast -threads 1 -crf 21
                                -maxrate 3000000 -bufsize 6000000
                                -g 100000 -keyint_min 1 -sc_threshold 0 -forced-idr 1 -flags:v +cgop
                                -x264-params aq-mode=3:rc-lookahead=20
                                -force_key_frames 0,0.98,1.98,2.98
                                -fps_mode passthrough -enc_time_base demux -video_track_timescale 12800
                                -map_metadata -1 -map_chapters -1 -fflags +bitexact
                                -movflags +cmaf+frag_keyframe+skip_trailer -f mp4 -y v720.mp4

                                -map [o1] -c:v libx264 -preset ultrafast -threads 1 -crf 20
                                -g 100000 -keyint_min 1 -sc_threshold 0 -forced-idr 1 -flags:v +cgop
                                -force_key_frames 0,0.98,1.98,2.98
                                -fps_mode passthrough -enc_time_base demux -video_track_timescale 12800
                                -map_metadata -1 -map_chapters -1 -fflags +bitexact
                                -movflags +cmaf+frag_keyframe+skip_trailer -f mp4 -y v180.mp4
                                """));
    }

    @ParameterizedTest
    @CsvSource({
        "mov, 1, 12800, 38400, 3.0005",
        "matroska, 1, 1000, 2002, 2.0025",
        "mpegts, 1, 90000, 324000000, 3599.9",
        "avi, 1, 25, 50, 1.9",
        "mpegts, 1, 90000, 0, -0.1",
    })
    void seeksALittleLateWhereThatIsExactAndALittleEarlyElsewhere(
            String container, long num, long den, long seek, String seconds) {
        Unit.VideoChunk chunk = SampleUnits.chunk(
                SampleUnits.picture(new Rational(num, den)),
                new FrameTimes(seek + 1, List.of(new FrameTimes.Run(1, 2))),
                seek,
                List.of(0),
                V180);

        assertThat(VideoCommand.arguments(chunk, container, INPUT, SoftwareEncoders.of(VideoCodec.H264)))
                .startsWith("-copyts", "-seek_timestamp", "1", "-noaccurate_seek", "-ss", seconds, "-threads");
    }

    @Test
    void decodesFromTheVeryStartWhereTheChunkNamesNoKeyFrame() {
        Unit.VideoChunk chunk =
                SampleUnits.chunk(SampleUnits.picture(SampleUnits.MP4_25), FOUR_SECONDS, null, List.of(0), V180);

        assertThat(VideoCommand.arguments(chunk, "mov", INPUT, SoftwareEncoders.of(VideoCodec.H264)))
                .startsWith("-copyts", "-threads", "1", "-f", "mov", "-i")
                .doesNotContain("-ss", "-seek_timestamp", "-noaccurate_seek");
    }

    @Test
    void keyFrameTimesLieBetweenTheFrameBeforeAndTheKeyFrame() {
        // 30000/1001 frames a second, one tick a frame; nothing here is a finite decimal fraction.
        Unit.VideoChunk chunk = SampleUnits.chunk(
                SampleUnits.picture(new Rational(1001, 30_000)),
                new FrameTimes(300, List.of(new FrameTimes.Run(1, 90))),
                300L,
                List.of(0, 1, 30, 60, 89),
                V180);

        List<String> args = VideoCommand.arguments(chunk, "mov", INPUT, SoftwareEncoders.of(VideoCodec.H264));

        String[] times = args.get(args.indexOf("-force_key_frames") + 1).split(",");
        assertThat(times).hasSize(5).startsWith("0");
        int[] frames = {1, 30, 60, 89};
        for (int i = 0; i < frames.length; i++) {
            assertThat(new BigDecimal(times[i + 1]).doubleValue() * 30_000 / 1001)
                    .isBetween(frames[i] - 0.51, frames[i] - 0.49);
        }
        assertThat(args).containsSequence("-video_track_timescale", "30000");
    }

    @Test
    void keyFrameTimesFollowFramesThatLastDifferently() {
        Unit.VideoChunk chunk = SampleUnits.chunk(
                SampleUnits.picture(new Rational(1, 1_000)),
                new FrameTimes(
                        5_000,
                        List.of(new FrameTimes.Run(42, 1), new FrameTimes.Run(41, 1), new FrameTimes.Run(500, 2))),
                5_000L,
                List.of(0, 2, 3),
                V180);

        assertThat(VideoCommand.arguments(chunk, "matroska", INPUT, SoftwareEncoders.of(VideoCodec.H264)))
                .containsSequence("-force_key_frames", "0,0.0625,0.333");
    }

    private static String[] words(String text) {
        return text.strip().split("\\s+");
    }
}
