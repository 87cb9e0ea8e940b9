package dev.segue.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.segue.contract.Probed;
import dev.segue.contract.Rejected;
import dev.segue.contract.TopicCatalogue;
import dev.segue.contract.Warning;
import dev.segue.ops.EventFeed;
import dev.segue.ops.EventRecord;
import dev.segue.ops.VideoOutcome;
import dev.segue.stage.KafkaSettings;
import dev.segue.standalone.Corpus.Film;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every film of a collection of real, odd and hostile ones ends as its manifest expects, where the collection lies beside the project.
 * Those that take long are tried in {@link CorpusLongIT}.
 */
class CorpusIT {
    /** Rejections that fit, where the manifest names no code of ours. */
    private static final Map<String, String> REJECTIONS = Map.ofEntries(
            Map.entry("zero_duration_aux_tracks.mp4", "ZERO_DURATION|DIMENSIONS_UNDER_LIMIT"),
            Map.entry("unsupported_vvc.mp4", "UNSUPPORTED_CODEC"),
            Map.entry("drm_widevine_fragmented.mp4", "ENCRYPTED|UNREADABLE"),
            Map.entry("vp9_invalid_bitstream.webm", "UNDECODABLE_VIDEO"),
            Map.entry("audio_only_aac.mp4", "NO_VIDEO_STREAM"),
            Map.entry("truncated_claims_1132s.mkv", "TRUNCATED"),
            Map.entry("no_moov_32_bytes.mp4", "UNREADABLE"),
            Map.entry("zero_frame_video.ts", "UNDECODABLE_VIDEO|NO_VIDEO_STREAM"),
            Map.entry("evil_hls_in_avi_read_passwd.avi", "PLAYLIST_DISGUISED"),
            Map.entry("evil_ssrf_playlist.avi", "PLAYLIST_DISGUISED"),
            Map.entry("evil_ssrf.svg", "IMAGE_NOT_VIDEO"),
            Map.entry("evil_ffconcat_abs.mp4", "PLAYLIST_DISGUISED|SCRIPT_DISGUISED"),
            // Subtitles are no film; side-cars are not uploaded through this door.
            Map.entry("sub_utf16le.srt", "SUBTITLE_NOT_VIDEO"),
            Map.entry("sub_invalid_timecodes.ass", "SUBTITLE_NOT_VIDEO"),
            Map.entry("sub_simple.ttml", "SUBTITLE_NOT_VIDEO"));

    /** What the warnings must tell of, as patterns of codes. */
    private static final Map<String, List<String>> TRAITS = Map.of(
            "real_iphone_hlg_hevc10_rot_editlist.mp4", List.of("hdr-tone-mapped"),
            "hdr10_av1_portrait.mp4", List.of("hdr-tone-mapped"),
            "dolbyvision84_hdr.MOV", List.of("hdr-tone-mapped"),
            "ass_subtitles_oddfps.mkv", List.of("odd-frame-rate", "subtitles-ignored"),
            "eight_mono_audio_422p10_720p50.mp4", List.of("mono-tracks|ignored-audio-streams"),
            "two_video_two_audio_two_subs.mp4", List.of("ignored-video-streams", "subtitles-ignored"),
            "audio_codec_missing_stsd.mp4", List.of("audio-unreadable"));

    /** The FFmpeg in use reads the fragments and not the header's duration, so there is no lie to tell of. */
    private static final String NO_LIE = "lying_duration_fragmented.mp4";

    /** Where the manifest counted another stream than the one that is the larger, or its FFmpeg had no decoder. */
    private static final Map<String, Integer> FRAMES =
            Map.of("two_video_two_audio_two_subs.mp4", 390, "unsupported_vvc.mp4", 120);

    private static final Map<String, Probed> PROBED = new ConcurrentHashMap<>();
    private static EventFeed feed;

    @BeforeAll
    static void listen() {
        assumeTrue(Files.isDirectory(Pipeline.corpus()), "the collection of films is not beside the project");
        feed = EventFeed.start(
                Pipeline.shared().laptop().context().getBean(KafkaSettings.class),
                TopicCatalogue.builtIn(),
                EventFeed.From.BEGINNING,
                record -> {
                    if (record instanceof EventRecord.Stated stated && stated.event() instanceof Probed probed) {
                        PROBED.put(probed.videoId(), probed);
                    }
                });
    }

    @AfterAll
    static void stop() {
        if (feed != null) {
            feed.close();
        }
    }

    /** Whether a film takes seconds and not minutes; the ones left out here are tried in other tests and in the long build. */
    boolean isTried(Film film) {
        return !List.of(
                        "long_6min_1080p30_lowrate.mp4",
                        "real_sam2_dog_cups_blocks_concat.mp4",
                        "real_svt_lakehouse_x3_1080p25_422p10.mp4")
                .contains(film.file());
    }

    @TestFactory
    Stream<DynamicTest> everyFilmEndsAsExpected() throws Exception {
        Map<Film, String> videos = new HashMap<>();
        List<DynamicTest> tests = new ArrayList<>();
        for (Film film : Corpus.films()) {
            if (isTried(film)) {
                // All at once, so that the pipeline is as busy with them as it can be.
                videos.put(film, Pipeline.shared().upload(film.path(), film.name(), "tiny"));
                tests.add(DynamicTest.dynamicTest(film.file(), () -> endsAsExpected(film, videos.get(film))));
            }
        }
        return tests.stream();
    }

    private static void endsAsExpected(Film film, String videoId) throws Exception {
        switch (Pipeline.shared().outcome(videoId)) {
            case VideoOutcome.Refused refused -> isRightlyRejected(film, refused.rejected());
            case VideoOutcome.Playable playable -> {
                assertThat(film.mustBeRejected() && !film.file().equals("unsupported_vvc.mp4"))
                        .as("was to be rejected")
                        .isFalse();
                Probed probed = PROBED.get(videoId);
                assertThat(probed.job().name()).isEqualTo(film.name().replaceAll("\\p{Cntrl}", "\uFFFD"));
                namesItsTraits(film, probed);
                isWhole(film, probed, Pipeline.shared().download(playable).folder());
            }
            case VideoOutcome other ->
                throw new AssertionError(film.file() + " was neither published nor refused: " + other);
        }
    }

    private static void isRightlyRejected(Film film, Rejected rejected) {
        assertThat(rejected.code().name())
                .as(rejected.sentence())
                .matches(REJECTIONS.getOrDefault(film.file(), "none"));
        assertThat(rejected.stage()).isIn("scanner", "prober");
        assertThat(rejected.sentence()).doesNotContain("root:x:").endsWith(".");
    }

    private static void namesItsTraits(Film film, Probed probed) {
        List<String> codes = probed.warnings().stream().map(Warning::code).toList();
        for (String trait : TRAITS.getOrDefault(film.file(), List.of())) {
            assertThat(codes).as(trait).anyMatch(code -> code.matches(trait));
        }
        assertThat(!film.mustWarn() || film.file().equals(NO_LIE) || !codes.isEmpty())
                .as("some warning")
                .isTrue();
    }

    /** All frames, upright, to the end, and the sound with them. */
    private static void isWhole(Film film, Probed probed, Path stream) throws Exception {
        Hls.Entry variant = Hls.variants(stream.resolve("master.m3u8")).getFirst();
        Decoded made = Decoded.picture(stream, variant.uri(), "0:v:0");
        int frames = FRAMES.getOrDefault(film.file(), film.frames());

        assertThat(made.warnings()).isEmpty();
        assertThat(made.count()).as("frames").isEqualTo(frames);
        if (!FRAMES.containsKey(film.file())) {
            // The manifest counts from zero of the container, of which the first frame may be late by a few.
            assertThat(made.endSecond()).as("end of the picture").isEqualTo(film.endSeconds(), within(0.1));
        }
        assertThat(Hls.media(stream.resolve("master.m3u8")).isEmpty())
                .as("silent")
                .isNotEqualTo(film.sound());
        Picture.isUpright(film.path(), probed.plan().video().stream().index(), stream, variant);
    }
}
