package dev.segue.prober;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.segue.contract.AudioRendition;
import dev.segue.contract.AudioRole;
import dev.segue.contract.HdrMetadata;
import dev.segue.contract.MediaInfo;
import dev.segue.contract.Plan;
import dev.segue.contract.Probed;
import dev.segue.contract.RejectionCode;
import dev.segue.contract.VideoCodec;
import dev.segue.contract.VideoRendition;
import dev.segue.contract.Warning;
import dev.segue.stage.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources that are made for the test, each odd in its own way. */
class OddSourcesIT {
    private static final String PICTURE = "testsrc2=s=320x180:r=25:d=2";

    @TempDir
    static Path folder;

    private static ProbeRig rig;

    @BeforeAll
    static void start() throws Exception {
        rig = ProbeRig.start(folder);
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @Test
    void hdr10IsKeptInTenBitAndToneMappedBeside() throws Exception {
        Path film = rig.film(
                "hdr10.mkv",
                "-f",
                "lavfi",
                "-i",
                PICTURE,
                "-c:v",
                "libx265",
                "-preset",
                "ultrafast",
                "-pix_fmt",
                "yuv420p10le",
                "-vf",
                "setparams=color_primaries=bt2020:color_trc=smpte2084:colorspace=bt2020nc",
                "-x265-params",
                "log-level=0:hdr10=1:master-display=G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,1)"
                        + ":max-cll=1000,400");

        Probed probed = accepted(rig.probe(film, "matroska", "premium"));

        assertThat(picture(probed).stream().dynamicRange()).isEqualTo(MediaInfo.DynamicRange.PQ);
        assertThat(picture(probed).stream().hdr())
                .isEqualTo(new HdrMetadata(
                        new HdrMetadata.Mastering(
                                34_000, 16_000, 13_250, 34_500, 7_500, 3_000, 15_635, 16_450, 10_000_000, 1),
                        1_000,
                        400));
        assertThat(picture(probed).renditions())
                .extracting(VideoRendition::codec, VideoRendition::dynamicRange, VideoRendition::pixelFormat)
                .containsExactly(
                        tuple(VideoCodec.H264, MediaInfo.DynamicRange.SDR, "yuv420p"),
                        tuple(VideoCodec.HEVC, MediaInfo.DynamicRange.PQ, "yuv420p10le"),
                        tuple(VideoCodec.AV1, MediaInfo.DynamicRange.PQ, "yuv420p10le"));
        assertThat(codes(probed)).contains("hdr-tone-mapped", "no-audio", "colour-reduced");
        assertThat(probed.plan().leftOut())
                .extracting("what", "code")
                .contains(tuple("h264", "hdr"), tuple("hevc1080", "upscaling"));
    }

    @Test
    void fieldsThatOnlyTheFramesTellOfAreFound() throws Exception {
        Path film = rig.film(
                "fields.avi",
                "-f",
                "lavfi",
                "-i",
                PICTURE,
                "-vf",
                "setfield=tff",
                "-c:v",
                "mpeg2video",
                "-flags",
                "+ilme+ildct",
                "-b:v",
                "1M");

        Probed probed = accepted(rig.probe(film, "avi", "fast"));

        assertThat(picture(probed).stream().scan()).isEqualTo(MediaInfo.Scan.INTERLACED);
        assertThat(codes(probed)).contains("interlaced-deinterlaced");
    }

    @Test
    void everySoundTrackIsMadeWithItsLanguageAndRole() throws Exception {
        Path film = rig.film(
                "tracks.mkv",
                "-f",
                "lavfi",
                "-i",
                PICTURE,
                "-f",
                "lavfi",
                "-i",
                "sine=d=2",
                "-f",
                "lavfi",
                "-i",
                "sine=f=880:d=2",
                "-f",
                "lavfi",
                "-i",
                "anoisesrc=d=2",
                "-map",
                "0",
                "-map",
                "1",
                "-map",
                "2",
                "-map",
                "3",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-c:a",
                "aac",
                "-filter:a:0",
                "aformat=channel_layouts=5.1",
                "-ac:a:1",
                "2",
                "-ac:a:2",
                "1",
                "-metadata:s:a:0",
                "language=eng",
                "-metadata:s:a:0",
                "title=Original",
                "-metadata:s:a:1",
                "language=ger",
                "-metadata:s:a:2",
                "language=eng",
                "-disposition:a:0",
                "default",
                "-disposition:a:1",
                "dub",
                "-disposition:a:2",
                "comment");

        Probed probed = accepted(rig.probe(film, "matroska", "premium"));

        assertThat(probed.plan().audio())
                .extracting(a ->
                        a.id() + " " + a.stream().index() + " " + a.channels() + " " + a.language() + " " + a.role())
                .containsExactly("a1 1 2 eng MAIN", "a1-51 1 6 eng MAIN", "a2 2 2 ger DUB", "a3 3 2 eng COMMENTARY");
        assertThat(probed.plan().audio()).extracting(AudioRendition::bitrateBps).contains(192_000L, 576_000L);
        assertThat(probed.media().audio().getFirst())
                .isEqualTo(new MediaInfo.Audio(1, "aac", 44_100, 6, "5.1", "eng", AudioRole.MAIN, "Original"));
        assertThat(codes(probed)).containsExactly("audio-downmixed");

        Probed mainAlone = accepted(rig.probe(film, "matroska", "fast"));
        assertThat(mainAlone.plan().audio()).extracting(AudioRendition::id).containsExactly("a1");
        assertThat(mainAlone.plan().leftOut())
                .extracting("what", "code")
                .contains(tuple("stream 2", "not-asked-for"), tuple("stream 3", "not-asked-for"));
        assertThat(codes(mainAlone)).containsExactly("audio-downmixed", "ignored-audio-streams");
    }

    @Test
    void soundAloneIsTakenByAProfileThatWantsNoMore() throws Exception {
        Path song = rig.film("song.m4a", "-f", "lavfi", "-i", "sine=d=3", "-c:a", "aac");
        Path film = rig.film(
                "talk.mp4",
                "-f",
                "lavfi",
                "-i",
                PICTURE,
                "-f",
                "lavfi",
                "-i",
                "sine=d=2",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast");

        Probed heard = accepted(rig.probe(song, "mov", "audio-only"));
        Probed seen = accepted(rig.probe(film, "mov", "audio-only"));

        assertThat(heard.media().video()).isEmpty();
        assertThat(heard.media().durationUs()).isBetween(2_990_000L, 3_050_000L);
        assertThat(List.of(heard, seen)).allSatisfy(probed -> {
            assertThat(probed.plan().video()).isNull();
            assertThat(probed.plan().audio()).extracting(AudioRendition::id).containsExactly("a1");
        });
        assertThat(seen.plan().leftOut())
                .extracting("what", "code")
                .containsExactly(tuple("stream 0", "not-asked-for"));
    }

    @Test
    void aSilentFilmHasNothingForAProfileThatWantsSoundAlone() throws Exception {
        Path film = rig.film("silent.mp4", "-f", "lavfi", "-i", PICTURE, "-c:v", "libx264", "-preset", "ultrafast");

        assertThat(refused(rig.probe(film, "mov", "audio-only")).code()).isEqualTo(RejectionCode.NO_AUDIO_STREAM);
    }

    @Test
    void aFewBytesThatUnfoldToTooManyPixelsAreRefused() throws Exception {
        Path bomb = rig.film(
                "bomb.mp4",
                "-f",
                "lavfi",
                "-i",
                "color=s=640x360:r=50:d=20",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast");

        assertThat(refused(rig.probe(bomb, "mov", "fast", limits(999, 22_000_000_000L)))
                        .code())
                .isEqualTo(RejectionCode.FRAMES_OVER_LIMIT);
        Outcome.Reject pixels = refused(rig.probe(bomb, "mov", "fast", limits(1_000, 230_399_999)));
        assertThat(pixels.code()).isEqualTo(RejectionCode.FRAMES_OVER_LIMIT);
        assertThat(pixels.facts()).containsEntry("frames", "1000");
        accepted(rig.probe(bomb, "mov", "fast", limits(1_000, 230_400_000)));
    }

    private static ProberSettings limits(long frames, long totalPixels) {
        return new ProberSettings(
                1, Duration.ofMinutes(1), null, 16, 16, 640, 360, 230_400, Duration.ofHours(1), frames, totalPixels);
    }

    private static Plan.VideoPlan picture(Probed probed) {
        assertThat(probed.plan().video()).isNotNull();
        return probed.plan().video();
    }

    private static List<String> codes(Probed probed) {
        return probed.warnings().stream().map(Warning::code).toList();
    }

    private static Probed accepted(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Emit.class);
        return (Probed) ((Outcome.Emit) outcome).events().get(0);
    }

    private static Outcome.Reject refused(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Reject.class);
        return (Outcome.Reject) outcome;
    }
}
