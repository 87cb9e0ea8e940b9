package dev.segue.standalone.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.contract.AudioCodec;
import dev.segue.contract.AudioRendition;
import dev.segue.contract.AudioRole;
import dev.segue.contract.Job;
import dev.segue.contract.MediaInfo;
import dev.segue.contract.ObjectRef;
import dev.segue.contract.Plan;
import dev.segue.contract.Probed;
import dev.segue.contract.RateControl;
import dev.segue.contract.Rational;
import dev.segue.contract.Source;
import dev.segue.contract.VideoCodec;
import dev.segue.contract.VideoRendition;
import dev.segue.media.ffmpeg.SourceFrames.Numbers;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlainFfmpegTest {
    private static final String BT709 = ",setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709";
    private static final URI FILM = URI.create("file:///films/film.mp4");

    static Probed probed(MediaInfo.Scan scan) {
        MediaInfo.Video picture = new MediaInfo.Video(
                0,
                "h264",
                "High",
                1280,
                720,
                0,
                new Rational(1, 1),
                "yuv420p",
                new Rational(1, 15360),
                new Rational(30, 1),
                scan,
                MediaInfo.DynamicRange.SDR,
                false,
                null,
                null,
                null,
                null);
        MediaInfo.Audio sound = new MediaInfo.Audio(1, "aac", 44_100, 2, null, null, AudioRole.MAIN, null);
        List<VideoRendition> ladder = List.of(
                new VideoRendition(
                        "v360",
                        VideoCodec.H264,
                        640,
                        360,
                        new RateControl.Crf(23, 900_000L, 1_800_000L),
                        "medium",
                        null,
                        "yuv420p",
                        MediaInfo.DynamicRange.SDR,
                        List.of()),
                new VideoRendition(
                        "v720",
                        VideoCodec.H264,
                        1280,
                        720,
                        new RateControl.Crf(21, null, null),
                        "medium",
                        null,
                        "yuv420p",
                        MediaInfo.DynamicRange.SDR,
                        List.of("aq-mode=3")));
        Plan plan = new Plan(
                "test",
                4000,
                2000,
                new Plan.VideoPlan(picture, ladder, null, null),
                List.of(new AudioRendition(
                        "a1", sound, AudioCodec.AAC, 128_000, 48_000, 2, null, AudioRole.MAIN, null)),
                List.of());
        return new Probed(
                "film",
                1,
                new Job("film", null, null, null),
                new Source(new ObjectRef("originals", "film"), 1000, null),
                new MediaInfo("mov", 5_000_000, List.of(picture), List.of(sound)),
                plan,
                List.of());
    }

    @Test
    void decodesOnceForAllRenditionsAndLeavesThreadsToFfmpeg() {
        Probed probed = probed(MediaInfo.Scan.PROGRESSIVE);

        List<String> command = PlainFfmpeg.arguments(probed, FILM, PlainFfmpeg.renditions(probed.plan()));

        assertThat(String.join(" ", command))
                .contains("-i file:/films/film.mp4 -filter_complex [0:0]setpts=PTS-STARTPTS,split=2[s0][s1];"
                        + "[s0]zscale=640:360:f=bicubic,format=yuv420p" + BT709 + ",setsar=1[o0];"
                        + "[s1]zscale=1280:720:f=bicubic,format=yuv420p" + BT709 + ",setsar=1[o1] -map [o0]")
                .contains(
                        "-c:v libx264 -preset medium -crf 23 -maxrate 900000 -bufsize 1800000 -g 100000"
                                + " -keyint_min 1 -sc_threshold 0 -forced-idr 1 -flags:v +cgop -force_key_frames expr:gte(t,n_forced*2)")
                .contains("-map [o1] -c:v libx264 -preset medium -crf 21 -g 100000")
                .contains("-x264-params aq-mode=3 -force_key_frames")
                .contains("-map 0:1 -c:a aac -b:a 128000 -ar 48000 -ac 2")
                .endsWith("-y a1.mp4")
                .doesNotContain("-threads");
    }

    @Test
    void makesOneRenditionAloneForTheSequence() {
        List<String> command = PlainFfmpeg.arguments(probed(MediaInfo.Scan.INTERLACED), FILM, List.of("v720"));

        assertThat(String.join(" ", command))
                .contains("setpts=PTS-STARTPTS,bwdif=mode=send_frame:deint=all,split=1[s0];[s0]scale=1280:720")
                .endsWith("-y v720.mp4")
                .doesNotContain("v360")
                .doesNotContain("aac");
    }

    @Test
    void likenessIsSampledInSegmentsFromTheFirstToTheLast() {
        assertThat(Ssim.samples(1000, 10))
                .containsExactly(
                        new Numbers(0, 99),
                        new Numbers(200, 299),
                        new Numbers(500, 599),
                        new Numbers(700, 799),
                        new Numbers(900, 999));
        assertThat(Ssim.samples(60, 1)).containsExactly(new Numbers(0, 59));
    }
}
