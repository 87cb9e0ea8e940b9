package dev.segue.prober;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.contract.Job;
import dev.segue.contract.MediaInfo;
import dev.segue.contract.ObjectRef;
import dev.segue.contract.Probed;
import dev.segue.contract.Scanned;
import dev.segue.contract.Source;
import dev.segue.contract.Warning;
import dev.segue.embedded.EmbeddedS3;
import dev.segue.media.ffmpeg.Ffmpeg;
import dev.segue.media.ffmpeg.FfmpegBinaries;
import dev.segue.media.ffmpeg.FfmpegSettings;
import dev.segue.media.ffmpeg.Ffprobe;
import dev.segue.stage.Outcome;
import dev.segue.stage.Work;
import dev.segue.storage.S3ObjectStore;
import dev.segue.storage.StorageSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Real and broken files from a collection that lies beside the repository where it is at hand; skipped elsewhere. The last column
 * is the rejection, or the top rung and the warnings.
 */
class MediaCollectionIT {
    private static final Path MEDIA = Path.of(System.getProperty("segue.test.media", "../../shared/media"));

    @TempDir
    static Path folder;

    private static EmbeddedS3 s3;
    private static S3ObjectStore store;
    private static ProbeSource handler;

    @BeforeAll
    static void start() throws Exception {
        Assumptions.assumeTrue(Files.isRegularFile(MEDIA.resolve("manifest.csv")), "no media collection");
        FfmpegBinaries binaries = FfmpegBinaries.locate(new FfmpegSettings(
                FfmpegSettings.Source.BUNDLED, null, Path.of("target", "ffmpeg").toAbsolutePath()));
        s3 = EmbeddedS3.start(Files.createDirectory(folder.resolve("s3")), 0);
        store = S3ObjectStore.connect(
                new StorageSettings(s3.endpoint(), "us-east-1", s3.accessKey(), s3.secretKey(), true));
        store.ensureBucket("originals");
        handler = new ProbeSource(
                store,
                new Ffmpeg(binaries, Clock.systemUTC()),
                new Ffprobe(binaries, Clock.systemUTC()),
                Profiles.load(null),
                ProberSettings.defaults(),
                Clock.systemUTC());
    }

    @AfterAll
    static void stop() {
        if (s3 != null) {
            store.close();
            s3.close();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "real_iphone_hlg_hevc10_rot_editlist.mp4;mov;360x640 480x854 720x1280 1080x1920 | v:0 2568ms @51600/1841 rot90 | a:1 | hdr-tone-mapped variable-frame-rate",
                "real_rot90_720p.mp4;mov;360x640 480x854 720x1280 | v:0 4971ms @30000/1001 rot270 | a:1 |",
                "real_avchd_1080i_ac3.mts;mpegts;640x360 854x480 1280x720 1920x1080 | v:0 1034ms @30000/1001 rot0 | a:1 | interlaced-deinterlaced",
                "mpeg2_pal_sar16x15.mxf;mxf;480x360 640x480 768x576 | v:0 10640ms @25/1 rot0 |  | no-audio",
                "realmedia_rv10_ac3.rm;rm;352x288 | v:0 5616ms @30/1 rot0 | a:1 |",
                "vp9_odd_161x121.webm;matroska;160x120 | v:0 1001ms @2997/100 rot0 |  | no-audio",
                "ass_subtitles_oddfps.mkv;matroska;540x360 720x480 1080x720 | v:0 1071ms @60/1 rot0 | a:1 | subtitles-ignored odd-frame-rate",
                "coverart_attachedpic.mkv;matroska;640x360 | v:0 2046ms @30/1 rot0 | a:1 |",
                "two_video_two_audio_two_subs.mp4;mov;480x270 | v:3 13056ms @30000/1001 rot0 | a:1 | ignored-video-streams ignored-audio-streams subtitles-ignored",
                "audio_codec_missing_stsd.mp4;mov;540x360 720x480 1080x720 | v:0 1001ms @30000/1001 rot0 |  | audio-unreadable",
                "lying_duration_fragmented.mp4;mov;540x360 720x480 1080x720 | v:0 1001ms @30000/1001 rot0 | a:1 |",
                "zero_duration_aux_tracks.mp4;mov;DIMENSIONS_UNDER_LIMIT",
                "drm_widevine_fragmented.mp4;mov;ENCRYPTED",
                "vp9_invalid_bitstream.webm;matroska;UNDECODABLE_VIDEO",
                "audio_only_aac.mp4;mov;NO_VIDEO_STREAM",
                "truncated_claims_1132s.mkv;matroska;TRUNCATED",
                "no_moov_32_bytes.mp4;mov;UNREADABLE",
                "zero_frame_video.ts;mpegts;UNDECODABLE_VIDEO",
                "evil_hls_in_avi_read_passwd.avi;avi;NO_VIDEO_STREAM",
                "evil_ffconcat_abs.mp4;mov;UNREADABLE"
            })
    void isJudgedAsItsOwnerWouldExpect(String file, String container, String expected) throws Exception {
        String videoId = file.replaceAll("[^A-Za-z0-9]", "-");
        ObjectRef object = new ObjectRef("originals", videoId + "/g1/source");
        store.put(object, MEDIA.resolve(file), "application/octet-stream");
        Scanned scanned = new Scanned(
                videoId,
                1,
                new Job(file, null, null, null),
                new Source(object, Files.size(MEDIA.resolve(file)), null),
                container,
                List.of(new Scanned.Check("type", container)));
        Path scratch = Files.createDirectories(folder.resolve("work-" + videoId));

        Outcome outcome =
                handler.handle(scanned, new Work(scratch, Instant.now().plusSeconds(60), 1));

        assertThat(summary(outcome)).isEqualTo(expected);
    }

    private static String summary(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Reject reject -> reject.code().name();
            case Outcome.Emit emit -> summary((Probed) emit.events().get(0));
        };
    }

    private static String summary(Probed probed) {
        MediaInfo.Video video = probed.plan().video().stream();
        String rungs = probed.plan().video().renditions().stream()
                .map(r -> r.width() + "x" + r.height())
                .collect(Collectors.joining(" "));
        String sounds = probed.plan().audio().stream()
                .map(a -> "a:" + a.stream().index())
                .collect(Collectors.joining(","));
        String warnings = probed.warnings().stream().map(Warning::code).collect(Collectors.joining(" "));
        String times = "v:" + video.index() + " " + probed.media().durationUs() / 1_000 + "ms @" + video.frameRate()
                + " rot" + video.rotation();
        return String.join(" | ", rungs, times, sounds, warnings).strip();
    }
}
