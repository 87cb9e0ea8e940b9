package dev.segue.prober;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.contract.MediaInfo;
import dev.segue.contract.Plan;
import dev.segue.contract.Probed;
import dev.segue.contract.Warning;
import dev.segue.stage.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Real and broken files from a collection that lies beside the repository where it is at hand; skipped elsewhere. The last column
 * is the rejection, or the top rung and the warnings.
 */
class MediaCollectionIT {
    private static final Path MEDIA = Path.of(System.getProperty("segue.test.media", "../../shared/media"));

    /**
     * What FFmpeg 5 made of them is what the collection expects. FFmpeg 8 has a decoder for the first, and takes the duration of all ones
     * in the second for what it is by ISO/IEC 14496-12: unknown.
     */
    private static final Set<String> OUTDATED = Set.of("unsupported_vvc.mp4", "lying_duration_fragmented.mp4");

    private static Map<String, String> manifest = Map.of();

    @TempDir
    static Path folder;

    private static ProbeRig rig;

    @BeforeAll
    static void start() throws Exception {
        Assumptions.assumeTrue(Files.isRegularFile(MEDIA.resolve("manifest.csv")), "no media collection");
        manifest = manifest();
        rig = ProbeRig.start(folder);
    }

    @AfterAll
    static void stop() {
        if (rig != null) {
            rig.close();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "real_sam2_dog_cups_blocks_concat.mp4;mov;v240:426x240 v360:640x360 v480:854x480 v720:1280x720 | v:0 29417ms @1651875/55157 rot0 | a1:1 |",
                "real_svt_lakehouse_x3_1080p25_422p10.mp4;mov;v240:426x240 v360:640x360 v480:854x480 v720:1280x720 v1080:1920x1080 | v:0 30022ms @1600000/64047 rot0 | a1:1 | colour-reduced",
                "real_speech_host_720p.mp4;mov;v240:426x240 v360:640x360 v480:854x480 v720:1280x720 | v:0 9042ms @4110000/137419 rot0 | a1:1 |",
                "real_car_detection_768x432_12.5fps.mp4;mov;v240:426x240 v360:640x360 v432:768x432 | v:0 30165ms @25/2 rot0 | a1:1 |",
                "real_rot90_720p.mp4;mov;v240:240x426 v360:360x640 v480:480x854 v720:720x1280 | v:0 4971ms @30000/1001 rot270 | a1:1 | rotated",
                "real_iphone_hlg_hevc10_rot_editlist.mp4;mov;v240:240x426 v360:360x640 v480:480x854 v720:720x1280 v1080:1080x1920 | v:0 2568ms @51600/1841 rot90 | a1:1 | rotated variable-frame-rate hdr-tone-mapped dolby-vision colour-reduced",
                "hdr10_av1_portrait.mp4;mov;v240:240x426 v360:360x640 v480:480x854 v720:720x1280 | v:0 4237ms @30000/1001 rot0 | a1:1 | hdr-tone-mapped colour-reduced",
                "dolbyvision84_hdr.MOV;mov;v240:240x426 v360:360x640 v480:480x854 v720:720x1280 | v:0 133ms @30/1 rot90 | a1:1 | rotated hdr-tone-mapped dolby-vision colour-reduced",
                "real_avchd_1080i_ac3.mts;mpegts;v240:426x240 v360:640x360 v480:854x480 v720:1280x720 v1080:1920x1080 | v:0 1034ms @30000/1001 rot0 | a1:1 | interlaced-deinterlaced",
                "mpeg2_pal_sar16x15.mxf;mxf;v240:320x240 v360:480x360 v480:640x480 v576:768x576 | v:0 10640ms @25/1 rot0 |  | non-square-pixels no-audio",
                "mpeg4asp_mp3.avi;avi;v240:576x240 v360:864x360 v400:960x400 | v:0 4087ms @24000/1001 rot0 | a1:1 |",
                "realmedia_rv10_ac3.rm;rm;v240:294x240 v288:352x288 | v:0 5616ms @30/1 rot0 | a1:1 |",
                "flv_webcam_h264.flv;flv;v240:426x240 v360:640x360 | v:0 18966ms @1000/33 rot0 | a1:1 |",
                "vp8_1080p60_vorbis51.webm;matroska;v240:426x240 v360:640x360 v480:854x480 v720:1280x720 v1080:1920x1080 | v:0 1012ms @60/1 rot0 | a1:1 | audio-downmixed",
                "vp9_odd_161x121.webm;matroska;v120:160x120 | v:0 1001ms @2997/100 rot0 |  | odd-size no-audio",
                "h264_444_chapters_negstart.mkv;matroska;v240:320x240 | v:0 5015ms @30/1 rot0 | a1:1 | colour-reduced",
                "ass_subtitles_oddfps.mkv;matroska;v240:360x240 v360:540x360 v480:720x480 v720:1080x720 | v:0 1071ms @60/1 rot0 | a1:1 | subtitles-ignored odd-frame-rate",
                "coverart_attachedpic.mkv;matroska;v240:426x240 v360:640x360 | v:0 2046ms @30/1 rot0 | a1:1 | cover-ignored variable-frame-rate",
                "cea608_nodims_fps.ts;mpegts;v240:426x240 v360:640x360 | v:0 2499ms @24/1 rot0 | a1:1 | captions-ignored variable-frame-rate",
                "eight_mono_audio_422p10_720p50.mp4;mov;v240:426x240 v360:640x360 v480:854x480 v720:1280x720 | v:0 10000ms @50/1 rot0 | a1:1 | colour-reduced mono-tracks",
                "two_video_two_audio_two_subs.mp4;mov;v240:426x240 v270:480x270 | v:3 13056ms @30000/1001 rot0 | a1:1,a2:4 | subtitles-ignored ignored-video-streams",
                "long_6min_1080p30_lowrate.mp4;mov;v240:426x240 v360:640x360 v480:854x480 v720:1280x720 v1080:1920x1080 | v:0 362766ms @30/1 rot0 | a1:1 |",
                "lying_duration_fragmented.mp4;mov;v240:360x240 v360:540x360 v480:720x480 v720:1080x720 | v:0 1001ms @30000/1001 rot0 | a1:1 |",
                "zero_duration_aux_tracks.mp4;mov;DIMENSIONS_UNDER_LIMIT",
                "audio_codec_missing_stsd.mp4;mov;v240:360x240 v360:540x360 v480:720x480 v720:1080x720 | v:0 1001ms @30000/1001 rot0 |  | audio-unreadable",
                "unsupported_vvc.mp4;mov;v180:320x180 | v:0 5000ms @24/1 rot0 |  | colour-reduced no-audio",
                "drm_widevine_fragmented.mp4;mov;ENCRYPTED",
                "vp9_invalid_bitstream.webm;matroska;UNDECODABLE_VIDEO",
                "audio_only_aac.mp4;mov;NO_VIDEO_STREAM",
                "truncated_claims_1132s.mkv;matroska;TRUNCATED",
                "no_moov_32_bytes.mp4;mov;UNREADABLE",
                "huge_8k_hevc.mp4;mov;v240:426x240 v360:640x360 v480:854x480 v720:1280x720 v1080:1920x1080 | v:0 333ms @720000/29993 rot0 | a1:1 |",
                "zero_frame_video.ts;mpegts;UNDECODABLE_VIDEO",
                "evil_hls_in_avi_read_passwd.avi;avi;NO_VIDEO_STREAM",
                "evil_ssrf_playlist.avi;avi;UNREADABLE",
                "evil_ssrf.svg;mov;UNREADABLE",
                "evil_ffconcat_abs.mp4;mov;UNREADABLE"
            })
    void isJudgedAsItsOwnerWouldExpect(String file, String container, String expected) throws Exception {
        Outcome outcome = rig.probe(MEDIA.resolve(file), container, "standard");

        assertThat(summary(outcome)).isEqualTo(expected);
        if (!OUTDATED.contains(file)) {
            assertThat(kind(outcome)).startsWith(manifest.get(file));
        }
    }

    /** So that a row that is added to the collection is judged, too. */
    @Test
    void everyFilmOfTheCollectionIsJudged() throws Exception {
        CsvSource judged = MediaCollectionIT.class
                .getDeclaredMethod("isJudgedAsItsOwnerWouldExpect", String.class, String.class, String.class)
                .getAnnotation(CsvSource.class);

        assertThat(Arrays.stream(judged.value()).map(row -> row.split(";", 2)[0]))
                .containsExactlyInAnyOrderElementsOf(manifest.keySet());
    }

    /** A warning more than the collection asks for does no harm. */
    private static String kind(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Reject reject -> "REJECT";
            case Outcome.Emit emit -> "TRANSCODE" + (probed(emit).warnings().isEmpty() ? "" : "+WARN");
        };
    }

    /** File to what is expected; side-cars with subtitles are no films. */
    private static Map<String, String> manifest() throws Exception {
        Map<String, String> rows = new LinkedHashMap<>();
        List<String> lines = Files.readAllLines(MEDIA.resolve("manifest.csv"));
        int column = cells(lines.getFirst()).indexOf("expected");
        for (String line : lines.subList(1, lines.size())) {
            String file = cells(line).getFirst();
            if (!file.startsWith("sub_")) {
                rows.put(file, cells(line).get(column));
            }
        }
        return rows;
    }

    private static List<String> cells(String line) {
        return Pattern.compile("\\G(?:\"((?:[^\"]|\"\")*)\"|([^,]*))(?:,|$)")
                .matcher(line)
                .results()
                .map(cell -> cell.group(1) == null ? cell.group(2) : cell.group(1))
                .toList();
    }

    private static String summary(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Reject reject -> reject.code().name();
            case Outcome.Emit emit -> summary(probed(emit));
        };
    }

    private static Probed probed(Outcome.Emit emit) {
        return (Probed) emit.events().get(0);
    }

    private static String summary(Probed probed) {
        Plan.VideoPlan picture = probed.plan().video();
        assertThat(picture).isNotNull();
        MediaInfo.Video video = picture.stream();
        String rungs = picture.renditions().stream()
                .map(r -> r.id() + ":" + r.width() + "x" + r.height())
                .collect(Collectors.joining(" "));
        String sounds = probed.plan().audio().stream()
                .map(a -> a.id() + ":" + a.stream().index())
                .collect(Collectors.joining(","));
        String warnings = probed.warnings().stream().map(Warning::code).collect(Collectors.joining(" "));
        String times = "v:" + video.index() + " " + probed.media().durationUs() / 1_000 + "ms @" + video.frameRate()
                + " rot" + video.rotation();
        return String.join(" | ", rungs, times, sounds, warnings).strip();
    }
}
